import { observationsOf, standingOn, type Day, type Observation, type Statement } from '#libs/domain';
import { dated, isCertainBy, type Dated } from '../days.ts';
import { type Tracked } from './tracked.ts';

/** What was said of the promise after it was announced, or may have been, by the day asked for. */
export interface StatementAnswer extends Pick<
  Statement,
  'id' | 'type' | 'by' | 'terms' | 'attribution' | 'evidence'
> {
  readonly stated: Dated;
  /** False where its date leaves open whether it had been made by the day asked for. */
  readonly certain: boolean;
  readonly note: string | null;
  readonly position: number;
}

/** An amount stated of the commitment that is in none of its sums. */
export interface ObservationAnswer extends Omit<Observation, 'on'> {
  readonly on: Dated;
  readonly position: number;
}

/** The later statements of a promise, in the order of recording. */
export const statementsOf = ({ known, facts }: Tracked, validAt: Day): readonly StatementAnswer[] =>
  known.statements
    .filter(({ stated }) => standingOn(validAt, stated) !== 'not-yet')
    .map(({ id, type, stated, by, terms, note, attribution, evidence }) => ({
      id,
      type,
      stated: dated(stated),
      certain: isCertainBy(validAt, stated),
      by,
      terms,
      note: note ?? null,
      attribution,
      evidence,
      position: facts[id] ?? 0,
    }));

/** The amounts that stand beside what is measured, each with the fact that states it. */
export const observationsAnswered = ({ known, facts }: Tracked, validAt: Day): readonly ObservationAnswer[] =>
  observationsOf(known, validAt).map((observation) => ({
    ...observation,
    on: dated(observation.on),
    position: facts[observation.statedBy] ?? 0,
  }));
