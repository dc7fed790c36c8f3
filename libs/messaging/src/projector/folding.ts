import { STEP_MESSAGES } from './feed.ts';
import { type Fold, foldSteps, type Outcome, type Step } from './fold.ts';

/**
 * So many messages are worth a transaction of their own while another of few is under way. One of a few costs half of what
 * one of a hundred does, and a batch of kafkajs's is of some 650 where there is much to do.
 */
const WORTH_A_TRANSACTION = 200;

interface Waiting {
  readonly messages: number;
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
   * @returns what became of it; undefined where there was none.
   * @throws what `prepare` throws, and what foldSteps tells of this one.
   */
  step(messages: number, prepare: () => Step | undefined): Promise<Outcome | undefined> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ messages, prepare, resolve, reject });
      // Batches of one fetch are given out one after another, and are to find each other here.
      this.#turn ??= setImmediate(() => {
        this.#turn = undefined;
        this.#begin();
      });
    });
  }

  #begin(): void {
    while (this.#waiting.length > 0 && this.#underWay < this.fold.concurrency) {
      let count = 0;
      let messages = 0;
      for (const waiting of this.#waiting) {
        if (count > 0 && messages + waiting.messages > STEP_MESSAGES) break;
        messages += waiting.messages;
        count++;
      }
      const isSmall = messages < WORTH_A_TRANSACTION;
      if (isSmall && this.#isSmallUnderWay) return;
      void this.#run(this.#waiting.splice(0, count), isSmall);
    }
  }

  async #run(group: readonly Waiting[], isSmall: boolean): Promise<void> {
    this.#underWay++;
    if (isSmall) this.#isSmallUnderWay = true;
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
    if (isSmall) this.#isSmallUnderWay = false;
    this.#begin();
  }
}
