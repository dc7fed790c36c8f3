import { type Weighed } from '#libs/domain';
import { type Sheet } from '../report.ts';
import { type NewShelf, type Shelf } from '../shelf.ts';
import { Exceptions } from './exceptions.ts';
import { type Judged } from './judge-some.ts';
import { Standings } from './overall-figures.ts';

/** Judges some commitments, each by itself; here, or on another thread. */
export type JudgeSome = (ids: readonly string[]) => Promise<readonly Judged[]>;

/** So many are judged at once. */
const AT_ONCE = 100;

/** The commitments of a report, judged by themselves as they become known, and kept in that order. */
export class Judging {
  readonly sheets: Shelf<Sheet>;
  readonly exceptions = new Exceptions();
  readonly standings = new Standings();
  readonly alone = new Map<string, Weighed>();
  readonly titles = new Map<string, string>();
  #next: string[] = [];
  #taken = Promise.resolve();
  #onJudged = (_count: number): void => undefined;

  constructor(
    private readonly judgeSome: JudgeSome,
    newShelf: NewShelf,
  ) {
    this.sheets = newShelf();
  }

  add(id: string): void {
    this.#next.push(id);
    if (this.#next.length === AT_ONCE) this.#send();
  }

  /**
   * When all that were added are judged.
   *
   * @param onJudged told how many are, from now on.
   * @throws whatever judging has thrown.
   */
  async end(onJudged: (count: number) => void): Promise<void> {
    this.#onJudged = onJudged;
    onJudged(this.sheets.length);
    if (this.#next.length > 0) this.#send();
    await this.#taken;
  }

  #send(): void {
    const judged = this.judgeSome(this.#next);
    this.#next = [];
    this.#taken = this.#taken
      .then(() => judged)
      .then((some) => {
        for (const one of some) this.#take(one);
        this.#onJudged(this.sheets.length);
      });
    // Should it fail before anybody waits for it, that is told in the end.
    this.#taken.catch(() => undefined);
    judged.catch(() => undefined);
  }

  #take({ id, title, sheet, findings, standing, alone }: Judged): void {
    this.sheets.putJson(sheet);
    this.titles.set(id, title);
    for (const [kind, item] of findings) this.exceptions.add(kind, [item]);
    this.standings.add(standing);
    if (alone) this.alone.set(id, alone);
  }
}
