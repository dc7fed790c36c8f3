import { isEnd } from '../commitment/end.ts';
import { commitmentOf, isCommitmentEvent } from '../commitment/commitment-stream.ts';
import { isOfCommitments } from '../commitment/sameness.ts';
import { factId, type EventData } from '../ledger-event.ts';
import type { FactToRecord } from '../recording/record-facts.ts';
import type { Histories } from '../recording/streams.ts';
import { lintCodes, type Finding, type Found, type LintCode } from './finding.ts';
import { comparable, possibleDuplicate } from './likeness.ts';
import { lintRules } from './lint-rules.ts';
import { viewOf } from './view.ts';

/** What the facts of a request are held against besides each other. */
export interface LintGround {
  /** What the ledger holds in the streams the facts name; what is not here, no rule complains of. */
  readonly histories?: Histories;
  /** Announcements the ledger knows that may be alike; preselected, and judged here. */
  readonly known?: readonly EventData<'CommitmentAnnounced'>[];
  /** Why not all that the ledger knows was compared, as the end of a sentence; left out where all of it was. */
  readonly notCompared?: string | undefined;
}

/**
 * Everything about some facts that will make them hard or impossible to judge, in the order of the facts and of the
 * rules. It decides nothing: whatever it finds, the facts may be recorded.
 *
 * @param facts as they would be recorded, with where in the request each stands.
 */
export function lint(
  facts: readonly FactToRecord[],
  { histories = new Map(), known = [], notCompared }: LintGround = {},
): readonly Finding[] {
  const view = viewOf(facts, histories);
  const duplicates = duplicatesIn(facts, known, toldIn(facts, histories));
  const found = facts.flatMap((each) =>
    lintCodes.flatMap((code) => {
      const duplicate = code === 'possible-duplicate' ? (duplicates.get(each) ?? []) : [];
      const checked = lintRules[code].check?.(each.fact, view) ?? [];
      return [...duplicate, ...checked].map((one) => finding(code, each, one));
    }),
  );
  const missed = notCompared !== undefined && duplicates.size > 0 ? [missedOut(notCompared)] : [];
  return [...once(found), ...missed];
}

/** What each commitment that promises an amount looks like: others known, and those before it in the request. */
function duplicatesIn(
  facts: readonly FactToRecord[],
  known: NonNullable<LintGround['known']>,
  { ended, considered }: ToldBefore,
): ReadonlyMap<FactToRecord, readonly Found[]> {
  const asked = new Set(facts.map(({ fact }) => factId(fact)));
  const others = known
    .filter(({ commitment }) => !asked.has(commitment) && !ended.has(commitment))
    .flatMap((announced) => comparable(announced) ?? []);
  const duplicates = new Map<FactToRecord, readonly Found[]>();
  for (const each of facts) {
    if (each.fact.type !== 'CommitmentAnnounced') continue;
    const { commitment } = each.fact.data;
    const mine = comparable(each.fact.data, considered.get(commitment));
    if (!mine || ended.has(commitment)) continue;
    duplicates.set(each, possibleDuplicate(mine, others));
    others.push(mine);
  }
  return duplicates;
}

/** What of commitments is told already, so that they need not be compared. */
interface ToldBefore {
  /** Those that have ended by an act: announced again, they are promised again. */
  readonly ended: ReadonlySet<string>;
  /** By commitment, those of which it was said that they may be the same. */
  readonly considered: ReadonlyMap<string, ReadonlySet<string>>;
}

function toldIn(facts: readonly FactToRecord[], histories: Histories): ToldBefore {
  const ended = new Set<string>();
  const considered = new Map<string, Set<string>>();
  const consider = (one: string, other: string): void => {
    considered.set(one, (considered.get(one) ?? new Set()).add(other));
  };
  for (const event of [...[...histories.values()].flat(), ...facts.map(({ fact }) => fact)]) {
    if (isEnd(event)) ended.add(event.data.commitment);
    if (event.type !== 'SamenessProposed' || !isOfCommitments(event.data, event.data.commitment)) continue;
    consider(event.data.of, event.data.with);
    consider(event.data.with, event.data.of);
  }
  return { ended, considered };
}

const finding = (code: LintCode, { pointer, fact }: FactToRecord, found: Found): Finding => ({
  code,
  pointer: pointer + found.pointer,
  fact: factId(fact),
  commitment: isCommitmentEvent(fact) ? commitmentOf(fact) : null,
  message: found.message,
  remedy: found.remedy,
  reason: lintRules[code].reason,
});

/** One item may stand for many facts, such as a range of packages: what is wrong with all of them is told once. */
function once(findings: readonly Finding[]): readonly Finding[] {
  const told = new Set<string>();
  return findings.filter(({ code, pointer }) => {
    const place = `${code} ${pointer}`;
    return told.size < told.add(place).size;
  });
}

const missedOut = (why: string): Finding => ({
  code: 'not-compared',
  pointer: '',
  fact: null,
  commitment: null,
  message: `was not compared with all that the ledger knows: ${why}`,
  remedy: 'lint it again when the ledger can be asked',
  reason: lintRules['not-compared'].reason,
});
