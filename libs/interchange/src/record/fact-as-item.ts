import { type PlainFact } from '#libs/domain';
import { type ItemKind } from './item-kinds.ts';

/** A fact of a commitment in the form in which it may be told anew: its content, without its id and its commitment. */
export interface ItemAnew {
  readonly type: ItemKind;
  readonly content: Readonly<Record<string, unknown>>;
}

/** The fact as it would be written under `replacement`; undefined for those that no commitment has or nobody writes. */
export function factAsItem(fact: PlainFact): ItemAnew | undefined {
  const form = FORMS[fact.type];
  if (!form) return undefined;
  const [type, id] = form;
  const kept = Object.entries(fact.data).filter(([key]) => key !== id && key !== 'commitment');
  return { type, content: Object.fromEntries(kept) };
}

const FORMS: Readonly<Partial<Record<PlainFact['type'], readonly [ItemKind, string]>>> = {
  CommitmentAnnounced: ['commitment', 'commitment'],
  FundsAllocated: ['allocation', 'allocation'],
  FundsDisbursed: ['disbursement', 'disbursement'],
  GeneratorsDelivered: ['delivery', 'delivery'],
  GoodsDelivered: ['delivery', 'delivery'],
  MilestonePassed: ['passage', 'passage'],
  StepTaken: ['step', 'step'],
  AgreementStageReached: ['agreementStage', 'reaching'],
  EvidenceAttached: ['attachment', 'attachment'],
  CommitmentWithdrawn: ['withdrawal', 'withdrawal'],
  CommitmentReleased: ['release', 'release'],
  CommitmentSuperseded: ['supersession', 'supersession'],
  CoverageDeclared: ['coverage', 'coverage'],
};
