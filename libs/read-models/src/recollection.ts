import { LRUCache } from 'lru-cache';

/**
 * What a projection has worked out before, so that it need not ask the tables for it again: what was used last, up to a
 * limit. It is kept by the incarnation of the tables (`build`), so that tables made anew, a rebuild beside the live ones and
 * another database each begin with nothing.
 */
export class Recollection<Value extends object | string> {
  readonly #values: LRUCache<string, Value>;

  /**
   * @param limit how much is kept, in the unit of `weigh`.
   * @param weigh how much one value takes, a whole number from 1; 1 where nothing is said.
   */
  constructor(limit: number, weigh: (value: Value) => number = () => 1) {
    this.#values = new LRUCache({ maxSize: limit, sizeCalculation: weigh });
  }

  get(build: string, id: string): Value | undefined {
    return this.#values.get(key(build, id));
  }

  set(build: string, id: string, value: Value): void {
    this.#values.set(key(build, id), value);
  }
}

const key = (build: string, id: string): string => `${build} ${id}`;
