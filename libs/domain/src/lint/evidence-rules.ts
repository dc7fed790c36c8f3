import { evidenceIn } from '../evidence-in.ts';
import { occurredOf, type LedgerEvent } from '../ledger-event.ts';
import { earliest, latest } from '../vocabulary/index.ts';
import type { Found } from './finding.ts';
import type { View } from './view.ts';

/**
 * A promise that only the beneficiary tells of, or a delivery or payment that only the committer does: each side is the
 * weaker witness to what the other must do, and to what it has done itself. The other way round (the committer's own
 * promise, the receipt by whom it was for) is the best evidence there is, so nothing is said of it.
 */
export function oneSidedEvidence(fact: LedgerEvent, view: View): readonly Found[] {
  const claim = claimOf(fact);
  if (!claim) return [];
  const { weak, what, better } = claim;
  const told = [claim.reporter, ...view.supportersOf(claim.commitment, claim.id)];
  if (!told.every((reporter) => reporter === weak)) return [];
  return [
    {
      pointer: '/evidence',
      message: `names sources of the ${weak} only: ${what}`,
      remedy: `attach a source of the ${better} or of a third party, when there is one`,
    },
  ];
}

function claimOf(fact: LedgerEvent) {
  switch (fact.type) {
    case 'CommitmentAnnounced': {
      const { commitment, attribution, strength } = fact.data;
      // Of talk nobody claims that it obliges anyone.
      if (strength === 'discussed') return undefined;
      const what = 'nobody has heard the committer say so';
      return { commitment, id: commitment, reporter: attribution.reporter, ...PROMISE, what };
    }
    case 'GeneratorsDelivered':
    case 'GoodsDelivered': {
      const { commitment, delivery: id, attribution } = fact.data;
      return { commitment, id, reporter: attribution.reporter, ...PERFORMANCE };
    }
    case 'FundsDisbursed': {
      const { commitment, disbursement: id, attribution } = fact.data;
      return { commitment, id, reporter: attribution.reporter, ...PERFORMANCE };
    }
    default:
      return undefined;
  }
}

const PROMISE = { weak: 'beneficiary', better: 'committer' } as const;
const PERFORMANCE = {
  weak: 'committer',
  better: 'beneficiary',
  what: 'nobody has heard that it was received',
} as const;

/** A source that was published before what it is said to attest can have happened. */
export function publishedBeforeHappening(fact: LedgerEvent, view: View): readonly Found[] {
  const attested = attestedBy(fact, view);
  if (!attested) return [];
  const happened = occurredOf(attested);
  const first = earliest(happened);
  return evidenceIn(fact).flatMap(({ item: { source }, pointer }) => {
    const published = view.sourceOf(source)?.published;
    const last = published === undefined ? null : latest(published);
    if (published === undefined || last === null || first === null || last >= first) return [];
    return [
      {
        pointer,
        message: `${source} was published ${published}, before what it attests happened, ${happened}`,
        remedy: 'correct one of the two dates, or name the source that reports it',
      },
    ];
  });
}

/** What the evidence of a fact attests: the fact itself or, of a further source or a doubt, the fact that it is about. */
function attestedBy(fact: LedgerEvent, view: View): LedgerEvent | undefined {
  switch (fact.type) {
    case 'EvidenceAttached':
      return view.factOf(fact.data.commitment, fact.data.supports);
    case 'DisputeOpened':
    case 'EvidenceChallenged':
      return view.factOf(fact.data.commitment, fact.data.about);
    case 'DisputeResolved':
      return undefined;
    default:
      return fact;
  }
}
