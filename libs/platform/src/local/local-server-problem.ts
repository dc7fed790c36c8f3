/** What can be wrong with the machine, said once so that a caller may branch on it. */
export type LocalServerProblemCode =
  | 'binaries-missing'
  | 'data-folder-broken'
  | 'data-folder-in-use'
  | 'data-folder-unusable'
  | 'data-folder-wrong-version'
  | 'download-failed'
  | 'port-in-use'
  | 'server-did-not-start'
  | 'server-user-missing'
  | 'tools-missing';

/**
 * A local server cannot be started, for a reason a person can mend. `message` is the sentence and the remedy,
 * fit to be shown as it is, without a stack.
 */
export class LocalServerProblem extends Error {
  override readonly name = 'LocalServerProblem';

  constructor(
    readonly code: LocalServerProblemCode,
    sentence: string,
    readonly remedy: string,
    options?: ErrorOptions,
  ) {
    super(`${sentence} ${remedy}`, options);
  }
}
