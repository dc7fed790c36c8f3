import { type Weighed } from '#libs/domain';
import { type Sheet } from '../report.ts';
import { type NewShelf, type Shelf } from '../shelf.ts';
import { Exceptions } from './exceptions.ts';
import { type Judged } from './judge-some.ts';
import { Standings } from './overall-figures.ts';

/** Judges some commitments, each by itself; here, or on another thread. */
export type JudgeSome = (ids: readonly string[]) => Promise<readonly Judged[]>;

/** So many are judged at once. */
const AT_ONCE = 25;

/** So many times that are asked for before the first of them is here: enough for some threads, and not much to keep. */
const AHEAD = 8;

/** The commitments of a report, judged by themselves as they become known, and kept in that order. */
export class Judging {
  readonly sheets: Shelf<Sheet>;
  readonly exceptions = new Exceptions();
  readonly standings = new Standings();
  readonly alone = new Map<string, Weighed>();
  readonly titles = new Map<string, string>();
  #next: string[] = [];
  readonly #waiting: (readonly string[])[] = [];
  #asked = 0;
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
    if (this.#next.length === AT_ONCE) this.#enqueue();
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
    if (this.#next.length > 0) this.#enqueue();
    for (let taken; taken !== this.#taken;) {
      taken = this.#taken;
      await taken;
    }
  }

  #enqueue(): void {
    this.#waiting.push(this.#next);
    this.#next = [];
    this.#ask();
  }

  #ask(): void {
    while (this.#asked < AHEAD) {
      const ids = this.#waiting.shift();
      if (!ids) return;
      this.#asked += 1;
      const judged = this.judgeSome(ids);
      this.#taken = this.#taken
        .then(() => judged)
        .then((some) => {
          for (const one of some) this.#take(one);
          this.#onJudged(this.sheets.length);
          this.#asked -= 1;
          this.#ask();
        });
      // Should it fail before anybody waits for it, that is told in the end.
      this.#taken.catch(() => undefined);
      judged.catch(() => undefined);
    }
  }

  #take({ id, title, sheet, findings, standing, alone }: Judged): void {
    this.sheets.putJson(sheet);
    this.titles.set(id, title);
    for (const [kind, item] of findings) this.exceptions.add(kind, [item]);
    this.standings.add(standing);
    if (alone) this.alone.set(id, alone);
  }
}
