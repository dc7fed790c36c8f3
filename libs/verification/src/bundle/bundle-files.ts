/** The files of a bundle, whether it is a zip or a folder. Names are relative, with slashes. */
export interface BundleFiles {
  readonly names: ReadonlySet<string>;
  read(name: string): Promise<Buffer>;
  /** The same piece by piece. */
  chunks(name: string): AsyncIterable<Uint8Array>;
}

/** What is missing or unreadable in a bundle, so that it cannot be judged at all. */
export class BrokenBundle extends Error {
  override readonly name = 'BrokenBundle';
  readonly code = 'broken-bundle';
}
