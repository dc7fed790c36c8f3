import type { Background } from './background.ts';
import type { ToldItem } from './item-kinds.ts';
import type { Sides } from './reporter.ts';

/** The parties on either side of an item; undefined where they stand in the ledger and it was not asked. */
export function sidesOf(one: ToldItem, speaker: string, background: Background): Sides | undefined {
  switch (one.kind) {
    case 'meeting':
      return { acting: one.item.participants.map(({ party }) => party), benefiting: [] };
    case 'agreement':
      return { acting: one.item.parties, benefiting: [] };
    case 'conference':
      return { acting: one.item.hosts, benefiting: [] };
    case 'sanctionsPackage':
      return { acting: [one.item.imposer], benefiting: [] };
    case 'commitment':
    case 'total':
      return { acting: one.item.committers, benefiting: one.item.beneficiaries };
    case 'position':
    case 'exhibition':
    case 'acknowledgement':
      return { acting: [speaker], benefiting: [] };
    case 'allocation':
    case 'disbursement':
    case 'delivery':
    case 'passage':
    case 'step':
    case 'agreementStage':
    case 'withdrawal':
    case 'release':
    case 'supersession':
    case 'coverage':
    case 'amendment':
    case 'specification':
    case 'reaffirmation':
    case 'relation':
    case 'challenge':
    case 'resolution':
    case 'attachment':
      return sidesTowards(one.item.commitment, background);
    case 'correction':
      return one.item.commitment === undefined
        ? background.sidesOfStream(one.item.stream ?? '')
        : sidesTowards(one.item.commitment, background);
  }
}

/** The parties of a commitment; undefined where it stands in the ledger and it was not asked. */
export function sidesTowards(commitment: string, background: Background): Sides | undefined {
  // A commitment that is certainly nowhere is refused when the fact is decided, with a better word than ours.
  const nobody = background.knowsLedger ? { acting: [], benefiting: [] } : undefined;
  return background.sidesOf(commitment) ?? nobody;
}
