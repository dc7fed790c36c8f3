import { identifier, party, partyName, type Party } from '#libs/domain';

/** What a report is about. */
export type Scope =
  | { readonly type: 'ledger' }
  | { readonly type: 'commitment'; readonly id: string }
  | { readonly type: 'meeting'; readonly id: string }
  /** Whatever either of two parties promised the other; in the order of their codes. */
  | { readonly type: 'parties'; readonly parties: readonly [Party, Party] };

/** How a scope is written, for whoever wrote another. */
export const SCOPE_FORMS = 'ledger, commitment:ID, meeting:ID or parties:ONE,OTHER';

/**
 * Reads a scope: `ledger`, `commitment:generators-2024`, `meeting:kyiv-2024-11-16`, `parties:JP,UA`.
 *
 * @returns undefined where the text is none.
 */
export function parseScope(text: string): Scope | undefined {
  if (text === 'ledger') return { type: 'ledger' };
  const [, type, rest = ''] = /^(commitment|meeting|parties):(.+)$/s.exec(text) ?? [];
  if (type === 'commitment' || type === 'meeting')
    return identifier.safeParse(rest).success ? { type, id: rest } : undefined;
  if (type !== 'parties') return undefined;
  const [one, other, ...more] = rest.split(',').sort();
  if (one === undefined || other === undefined || one === other || more.length > 0) return undefined;
  return [one, other].every((each) => party.safeParse(each).success)
    ? { type, parties: [one, other] }
    : undefined;
}

/** A scope as {@link parseScope} reads it. */
export function scopeText(scope: Scope): string {
  if (scope.type === 'ledger') return 'ledger';
  return `${scope.type}:${scope.type === 'parties' ? scope.parties.join(',') : scope.id}`;
}

/** What the report is about, as the end of a sentence. */
export function scopeInWords(scope: Scope): string {
  switch (scope.type) {
    case 'ledger':
      return 'everything recorded in the ledger';
    case 'commitment':
      return `the commitment ${scope.id}`;
    case 'meeting':
      return `the meeting ${scope.id}`;
    case 'parties':
      return `what ${partyName(scope.parties[0])} and ${partyName(scope.parties[1])} promised each other`;
  }
}
