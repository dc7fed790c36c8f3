import { canonical } from '../canonical.ts';
import { accept, refuse, type Decider, type Decision } from '../decider.ts';
import { factId, streamOf, type Fact, type LedgerEvent, type PlainFact } from '../ledger-event.ts';
import type { Refusal } from '../refusal.ts';
import { lastWords } from './in-force.ts';

type Correction = Fact<'CorrectionRecorded'>;
type LedgerDecider<State> = Decider<State, LedgerEvent, LedgerEvent, Refusal>;

/** A stream as far as the decision on a correction looks at it. */
interface CorrectedStream {
  /** All that is recorded, oldest first. */
  readonly events: readonly LedgerEvent[];
  /** The facts in force, each at its original place. */
  readonly standing: readonly PlainFact[];
  find(id: string): LedgerEvent | undefined;
  /** The same stream with one more event. */
  and(event: LedgerEvent): CorrectedStream;
}

/**
 * Whether a correction may be recorded: it is about something that stands, tells it anew as the same fact with other
 * content, and leaves a stream of which every fact would be accepted in its turn.
 */
export function decideCorrection<State>(
  correction: Correction,
  history: CorrectedStream,
  decider: LedgerDecider<State>,
): Decision<LedgerEvent, Refusal> {
  const refused = unfounded(correction, history) ?? unfit(correction, history, decider);
  return refused ? refuse(refused) : accept<LedgerEvent>(correction);
}

/** What follows from facts of other streams, or from the calendar. */
const follows = ({ type, data }: PlainFact): boolean =>
  type === 'FulfilmentLinked' ||
  type === 'FulfilmentAwaited' ||
  type === 'DeadlinePassed' ||
  (type === 'CommitmentRelated' && data.type === 'supersedes') ||
  (type === 'CommitmentSuperseded' && data.supersession === data.successor);

function unfounded({ data }: Correction, history: CorrectedStream): Refusal | undefined {
  const target = history.find(data.corrects);
  if (!target) return unknownFact(data.corrects);
  const last = lastWords(history.events).get(data.corrects);
  if (target.type === 'CorrectionRecorded') {
    if (data.replacement) return correctionNotReplaced(data.corrects);
    return last ? alreadyRetracted(last) : undefined;
  }
  if (last?.data.retracted && !data.replacement) return alreadyRetracted(last);
  if (!data.replacement) return opensStream(target) ? restedUpon(target) : undefined;
  const told = data.replacement;
  const other = otherThan(target, told);
  if (other) return other;
  const standing = last?.data.retracted ? undefined : (last?.data.replacement ?? target);
  return standing && canonical(standing) === canonical(told) ? nothingCorrected(data.corrects) : undefined;
}

/** Records what would stand all over again, in its order; what is refused then, the correction would leave without ground. */
function unfit<State>(
  correction: Correction,
  history: CorrectedStream,
  { initial, evolve, decide }: LedgerDecider<State>,
): Refusal | undefined {
  const standing = history.and(correction).standing;
  const { replacement, corrects } = correction.data;
  if (standing.length === 0) {
    const left = history.standing.find((fact) => factId(fact) !== corrects && !follows(fact));
    return left && noLongerFits(left, 'belongs to it');
  }
  let state = initial;
  for (const fact of standing) {
    // That a day has passed stays true, whatever was due on it.
    if (fact.type === 'DeadlinePassed') {
      state = evolve(state, fact);
      continue;
    }
    const decision = decide(fact, state);
    if ('refused' in decision) {
      const { refused } = decision;
      if (replacement && factId(fact) === corrects)
        return { ...refused, pointer: `/replacement${refused.pointer}` };
      return noLongerFits(fact, `then ${refused.fault}`);
    }
    state = evolve(state, fact);
  }
  return undefined;
}

function otherThan(target: PlainFact, told: PlainFact): Refusal | undefined {
  const remedy = 'tell the same fact anew, or retract this one and record the other under an id of its own';
  if (told.type !== target.type) {
    const fault = `is ${told.type}, and ${factId(target)} is ${target.type}`;
    return { code: 'another-fact', pointer: '/replacement', fault, remedy };
  }
  if (factId(told) === factId(target) && streamOf(told) === streamOf(target)) return undefined;
  const fault = `is ${factId(told)} of ${streamOf(told)}, and not ${factId(target)} of ${streamOf(target)}`;
  return { code: 'another-fact', pointer: '/replacement', fault, remedy };
}

/** Facts of any other stream may rest on it, and none of them would be seen from here. */
const opensStream = ({ type }: PlainFact): boolean =>
  type === 'SourceRegistered' ||
  type === 'MeetingHeld' ||
  type === 'ConferenceHeld' ||
  type === 'AgreementSigned';

const unknownFact = (id: string): Refusal => ({
  code: 'unknown-fact',
  pointer: '/corrects',
  fault: `names ${id}, of which nothing is recorded here`,
  remedy: 'name a fact by the id under which it was recorded',
});

const correctionNotReplaced = (id: string): Refusal => ({
  code: 'correction-not-replaced',
  pointer: '/replacement',
  fault: `stands for ${id}, which is itself a correction`,
  remedy: `correct the fact again, since the last correction counts, or retract ${id} to undo it`,
});

/** The refusal of a correction of what another has retracted. */
export const alreadyRetracted = ({ data: { correction, corrects } }: Correction): Refusal => ({
  code: 'already-retracted',
  pointer: '/corrects',
  fault: `names ${corrects}, which ${correction} has retracted`,
  remedy: `retract ${correction}, if that was wrong`,
});

const restedUpon = (fact: PlainFact): Refusal => ({
  code: 'rested-upon',
  pointer: '/retracted',
  fault: `would leave nothing of ${factId(fact)}, on which facts elsewhere may rest`,
  remedy: 'tell it anew as it was, and retract the facts that should not have named it',
});

const nothingCorrected = (id: string): Refusal => ({
  code: 'nothing-corrected',
  pointer: '/replacement',
  fault: `tells ${id} as it stands already`,
  remedy: 'change what was wrong, or leave the correction out',
});

const noLongerFits = (fact: LedgerEvent, why: string): Refusal => ({
  code: 'no-longer-fits',
  pointer: '/corrects',
  fault: `would leave ${factId(fact)} standing, which ${why}`,
  remedy: `correct or retract ${factId(fact)} first; the same record may do both`,
});
