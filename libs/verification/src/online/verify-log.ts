import { Findings, type Verification } from '../findings.ts';
import type { Question } from '../question.ts';
import { olderCheckpoint } from '../since.ts';
import { believed, trusted } from '../trust.ts';
import { checkAll } from './check-all.ts';
import { checkSpan } from './check-span.ts';
import type { LogSource } from './log-source.ts';
import type { OpenLog } from './open-log.ts';

/**
 * Verifies a log that can be asked: its newest checkpoint, its leaves, and its tiles against the leaves; of some positions
 * only, the leaves there and the tiles above them.
 *
 * @throws Unreadable when a key or a policy is none; and what the source throws when it cannot be asked.
 */
export async function verifyLog(source: LogSource, question: Question): Promise<Verification> {
  const findings = new Findings();
  const [key, policyText] = await Promise.all([source.key(), source.policy()]);
  const policy = trusted(question.trust, { key, policy: policyText }, findings);
  const checkpoint = believed(await source.checkpoint(), policy, findings);
  if (!checkpoint) return findings.verification();
  const older = olderCheckpoint(question.since, policy, checkpoint.size, findings);
  const log: OpenLog = { source, policy, checkpoint, older, question, findings };
  if (question.only) await checkSpan(log, question.only);
  else await checkAll(log);
  return findings.verification();
}
