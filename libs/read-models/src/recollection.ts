/**
 * What a projection has worked out before, so that it need not ask the tables for it again: the newest of it, up to a
 * limit. It is kept by the incarnation of the tables (`build`), so that tables made anew, a rebuild beside the live ones and
 * another database each begin with nothing.
 */
export class Recollection<Value> {
  readonly #values = new Map<string, Value>();
  #weight = 0;

  /**
   * @param limit how much is kept, in the unit of `weigh`.
   * @param weigh how much one value takes; 1 where nothing is said.
   */
  constructor(
    private readonly limit: number,
    private readonly weigh: (value: Value) => number = () => 1,
  ) {}

  get(build: string, id: string): Value | undefined {
    return this.#values.get(key(build, id));
  }

  set(build: string, id: string, value: Value): void {
    this.#forget(key(build, id));
    this.#values.set(key(build, id), value);
    this.#weight += this.weigh(value);
    for (const oldest of this.#values.keys()) {
      if (this.#weight <= this.limit) return;
      this.#forget(oldest);
    }
  }

  #forget(found: string): void {
    const value = this.#values.get(found);
    if (value === undefined) return;
    this.#values.delete(found);
    this.#weight -= this.weigh(value);
  }
}

const key = (build: string, id: string): string => `${build} ${id}`;
