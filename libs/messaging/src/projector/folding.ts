import { STEP_MESSAGES } from './feed.ts';
import { type Fold, foldSteps, type Outcome, type Step } from './fold.ts';

/**
 * So many messages are worth a transaction of their own while another of few is under way. One of a few costs half of what
 * one of a hundred does, and a batch of kafkajs's is of some 650 where there is much to do.
 */
const WORTH_A_TRANSACTION = 200;

interface Waiting {
  readonly messages: number;
  readonly isAlone: boolean;
  readonly prepare: () => Step | undefined;
  readonly resolve: (outcome: Outcome | undefined) => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * Folds steps of different partitions, those of few messages together: while one transaction of few is under way the next
 * wait, and then go in one, however many partitions they are of. So nobody waits for company, and the more there is to do
 * the less each costs. Steps of many are folded side by side, at most so many at once as the fold says.
 */
export class Folding {
  #waiting: Waiting[] = [];
  #underWay = 0;
  #isSmallUnderWay = false;
  #turn: NodeJS.Immediate | undefined;

  constructor(private readonly fold: Fold) {}

  /**
   * Folds one step when its turn has come.
   *
   * @param messages how many it is of, at most.
   * @param prepare makes the step, when it is its turn; undefined where there is nothing to fold after all.
   * @param isAlone whether it goes by itself and holds nobody up: one that has failed before.
   * @returns what became of it; undefined where there was none.
   * @throws what `prepare` throws, and what foldSteps tells of this one.
   */
  step(messages: number, prepare: () => Step | undefined, isAlone = false): Promise<Outcome | undefined> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ messages, isAlone, prepare, resolve, reject });
      // Batches of one fetch are given out one after another, and are to find each other here.
      this.#turn ??= setImmediate(() => {
        this.#turn = undefined;
        this.#begin();
      });
    });
  }

  #begin(): void {
    while (this.#underWay < this.fold.concurrency) {
      const group = this.#next();
      if (group.length === 0) return;
      this.#waiting = this.#waiting.filter((waiting) => !group.includes(waiting));
      void this.#run(group, isSmall(group));
    }
  }

  /** Who is next: none while all that wait are to wait for what is under way. */
  #next(): readonly Waiting[] {
    const alone = this.#waiting.find(({ isAlone }) => isAlone);
    if (alone) return [alone];
    const group: Waiting[] = [];
    let messages = 0;
    for (const waiting of this.#waiting) {
      if (group.length > 0 && messages + waiting.messages > STEP_MESSAGES) break;
      group.push(waiting);
      messages += waiting.messages;
    }
    return isSmall(group) && this.#isSmallUnderWay ? [] : group;
  }

  async #run(group: readonly Waiting[], holdsOthers: boolean): Promise<void> {
    this.#underWay++;
    if (holdsOthers) this.#isSmallUnderWay = true;
    const steps: Step[] = [];
    const asked: Waiting[] = [];
    for (const waiting of group) {
      try {
        const step = waiting.prepare();
        if (step) {
          steps.push(step);
          asked.push(waiting);
        } else {
          waiting.resolve(undefined);
        }
      } catch (error) {
        waiting.reject(error);
      }
    }
    const outcomes = steps.length === 0 ? [] : await foldSteps(this.fold, steps);
    for (const [index, { resolve, reject }] of asked.entries()) {
      const outcome = outcomes[index];
      if (outcome?.status === 'fulfilled') resolve(outcome.value);
      else reject(outcome?.reason);
    }
    this.#underWay--;
    if (holdsOthers) this.#isSmallUnderWay = false;
    this.#begin();
  }
}

/** Whether others of few messages are to wait for it. */
function isSmall(group: readonly Waiting[]): boolean {
  let messages = 0;
  for (const waiting of group) {
    if (waiting.isAlone) return false;
    messages += waiting.messages;
  }
  return messages < WORTH_A_TRANSACTION;
}
