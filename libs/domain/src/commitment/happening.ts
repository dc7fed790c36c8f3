import { unreachable } from '../decider.ts';
import type { LedgerEvent } from '../ledger-event.ts';
import type { Attribution, Evidence, Party, Quantity } from '../vocabulary/index.ts';
import type { AgreementStage } from './criterion.ts';
import type { Passage } from './passage.ts';

/** Something that happened towards a commitment, in the one shape in which the rules look at it. */
export interface Happening {
  readonly id: string;
  readonly type:
    | 'allocation'
    | 'disbursement'
    | 'delivery'
    | 'step'
    | 'agreement-stage'
    | 'sanctions-package'
    | 'conference';
  /** When, as an EDTF date. */
  readonly happened: string;
  readonly quantity?: Quantity;
  readonly milestone?: string;
  /** The further milestones that a delivery or disbursement passed, in recording order. */
  readonly passages?: readonly Passage[];
  /** The stage that an agreement reached, and by which party; left out, by all of them. */
  readonly stage?: AgreementStage;
  readonly by?: Party;
  /** The name of the condition it is said to meet. */
  readonly meets?: string;
  /** Of a sanctions package: to which register it belongs. */
  readonly register?: { readonly imposer: Party; readonly target: string };
  readonly title?: string;
  readonly note?: string;
  readonly attribution: Attribution;
  readonly evidence: readonly Evidence[];
}

/** Whether an event tells of something that happened towards a commitment. */
export const isHappeningEvent = (event: LedgerEvent): event is HappeningEvent =>
  (HAPPENINGS as readonly string[]).includes(event.type);

const HAPPENINGS = [
  'FundsAllocated',
  'FundsDisbursed',
  'GeneratorsDelivered',
  'GoodsDelivered',
  'StepTaken',
  'AgreementStageReached',
  'FulfilmentLinked',
] as const;

/** The facts that tell of something that happened towards a commitment. */
export type HappeningEvent = Extract<LedgerEvent, { readonly type: (typeof HAPPENINGS)[number] }>;

/** The happening that an event tells. */
export function happeningIn(event: HappeningEvent): Happening {
  const { attribution, evidence } = event.data;
  const told = {
    attribution,
    evidence,
    ...('note' in event.data && event.data.note !== undefined && { note: event.data.note }),
  };
  switch (event.type) {
    case 'FundsAllocated': {
      const { allocation: id, allocated: happened, amount } = event.data;
      return { id, type: 'allocation', happened, quantity: amount, ...told };
    }
    case 'FundsDisbursed': {
      const { disbursement: id, disbursed: happened, amount, milestone } = event.data;
      return { id, type: 'disbursement', happened, quantity: amount, milestone, ...told };
    }
    case 'GeneratorsDelivered':
    case 'GoodsDelivered': {
      const { delivery: id, delivered: happened, quantity, milestone } = event.data;
      return { id, type: 'delivery', happened, quantity, milestone, ...told };
    }
    case 'StepTaken': {
      const { step: id, taken: happened, title, meets } = event.data;
      return { id, type: 'step', happened, title, ...(meets !== undefined && { meets }), ...told };
    }
    case 'AgreementStageReached': {
      const { reaching: id, reached: happened, stage, by, meets } = event.data;
      const more = { ...(by !== undefined && { by }), ...(meets !== undefined && { meets }) };
      return { id, type: 'agreement-stage', happened, stage, ...more, ...told };
    }
    case 'FulfilmentLinked': {
      const { fulfilment: id, by: type, happened, title, meets, register } = event.data;
      const more = { ...(meets !== undefined && { meets }), ...(register && { register }) };
      return { id, type, happened, title, ...more, ...told };
    }
    default:
      return unreachable(event);
  }
}
