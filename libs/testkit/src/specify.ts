import assert from 'node:assert/strict';
import {
  recordFacts,
  streamOf,
  type Histories,
  type LedgerEvent,
  type RefusalCode,
  type RecordingDecision,
} from '#libs/domain';

interface Then {
  then(...expected: readonly LedgerEvent[]): void;
  thenNothingHappens(): void;
  thenRefuses(...codes: readonly RefusalCode[]): void;
}

/** Histories by stream, from facts in the order in which they were recorded. */
export function histories(facts: readonly LedgerEvent[]): Histories {
  const streams = new Map<string, LedgerEvent[]>();
  for (const fact of facts) streams.set(streamOf(fact), [...(streams.get(streamOf(fact)) ?? []), fact]);
  return streams;
}

/** Reads aloud as the rule it checks: given these facts, when asked to record those, then that. */
export const given = (...history: readonly LedgerEvent[]) => ({
  when(...facts: readonly LedgerEvent[]): Then {
    const asked = facts.map((fact, index) => ({ pointer: `/${index}`, fact }));
    const decision: RecordingDecision = recordFacts(asked, histories(history));
    return {
      then: (...expected) => {
        assert.deepEqual(decision, {
          accepted: expected.map((event) => ({ stream: streamOf(event), event })),
        });
      },
      thenNothingHappens: () => {
        assert.deepEqual(decision, { accepted: [] });
      },
      thenRefuses: (...codes) => {
        assert.deepEqual(codesOf(decision), codes);
      },
    };
  },
});

/** What is answered to one fact that is refused, read aloud: its code and where, the fault and the remedy. */
export function refusalsOf(history: readonly LedgerEvent[], fact: LedgerEvent): readonly string[] {
  const decision = recordFacts([{ pointer: '', fact }], histories(history));
  const refused = 'refused' in decision ? decision.refused : [];
  return refused.map(({ code, pointer, fault, remedy }) => `${code} at '${pointer}': ${fault}; ${remedy}`);
}

const codesOf = (decision: RecordingDecision): readonly RefusalCode[] | RecordingDecision =>
  'refused' in decision ? decision.refused.map(({ code }) => code) : decision;
