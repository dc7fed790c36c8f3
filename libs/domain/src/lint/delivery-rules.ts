import { amountCriteria } from '../commitment/criterion.ts';
import type { CommitmentEvent } from '../commitment/commitment-stream.ts';
import { evolveAll } from '../commitment/known.ts';
import { yardstickOf } from '../commitment/yardstick.ts';
import type { LedgerEvent } from '../ledger-event.ts';
import type { Found } from './finding.ts';
import { amountOf } from './promise-rules.ts';
import type { View } from './view.ts';

/** A delivery or payment that has not come to the milestone from which its commitment counts it. */
export function shortOfMilestone(fact: LedgerEvent, view: View): readonly Found[] {
  const told = amountTold(fact);
  if (!told || !('milestone' in told.fact.data)) return [];
  const announced = view.announcedOf(told.fact.data.commitment);
  const wanted = amountCriteria(announced?.criterion ?? { type: 'unstated' }).filter(
    ({ target }) => target.unit === told.unit,
  );
  const [first] = wanted;
  if (!announced || !first) return [];
  const [happening] = evolveAll(undefined, [
    { type: 'CommitmentAnnounced', data: announced },
    told.fact,
  ]).happenings;
  if (!happening || wanted.some((one) => yardstickOf(one, announced.announced).counts(happening))) return [];
  const counts = first.milestone.replace('-', ' ');
  return [
    {
      pointer: '/milestone',
      message: `${told.fact.data.milestone} adds nothing yet: ${announced.commitment} counts what is ${counts}`,
      remedy: `record that it passed the milestone once it is ${counts}`,
    },
  ];
}

/**
 * An amount in another unit than that of the commitment it counts towards, which recording would refuse, or of the
 * commitment that this one is said to be a part, a specification or a repetition of.
 */
export function otherUnit(fact: LedgerEvent, view: View): readonly Found[] {
  if (fact.type === 'CommitmentAnnounced') {
    const unit = amountOf(fact.data)?.unit;
    return (fact.data.relations ?? []).flatMap(({ type, commitment }, index) => {
      const announced =
        type === 'funded-from' || type === 'supersedes' ? undefined : view.announcedOf(commitment);
      const other = announced && amountOf(announced)?.unit;
      if (unit === undefined || other === undefined || other === unit) return [];
      return [
        {
          pointer: `/relations/${index}`,
          message: `relates ${unit} to ${commitment}, which is measured in ${other}: nothing is converted`,
          remedy: `measure both in the unit in which it was promised, if a source states it`,
        },
      ];
    });
  }
  const told = amountTold(fact);
  const announced = told && view.announcedOf(told.fact.data.commitment);
  const wanted = announced && amountOf(announced)?.unit;
  if (!told || wanted === undefined || wanted === told.unit) return [];
  return [
    {
      pointer: told.pointer,
      message: `is in ${told.unit}, but ${told.fact.data.commitment} is measured in ${wanted}`,
      remedy: `give the amount in ${wanted}, as a source states it`,
    },
  ];
}

/** The facts that say of an amount that it counts towards a commitment. */
type AmountEvent = Extract<
  CommitmentEvent,
  { readonly type: 'FundsAllocated' | 'FundsDisbursed' | 'GeneratorsDelivered' | 'GoodsDelivered' }
>;

interface AmountTold {
  readonly fact: AmountEvent;
  readonly pointer: string;
  readonly unit: string;
}

function amountTold(fact: LedgerEvent): AmountTold | undefined {
  switch (fact.type) {
    case 'FundsAllocated':
    case 'FundsDisbursed':
      return { fact, pointer: '/amount', unit: fact.data.amount.unit };
    case 'GeneratorsDelivered':
    case 'GoodsDelivered':
      return { fact, pointer: '/quantity', unit: fact.data.quantity.unit };
    default:
      return undefined;
  }
}
