/** So many are fetched at a time. */
const AT_ONCE = 8;

/** What `fetch` answers for 0, 1, 2 …, in order, fetching some ahead of what is being looked at. */
export async function* ahead<T>(count: number, fetch: (index: number) => Promise<T>): AsyncGenerator<T> {
  const coming: Promise<T>[] = [];
  for (let index = 0; index < count || coming.length > 0;) {
    while (index < count && coming.length < AT_ONCE) {
      const next = fetch(index);
      // It is looked at in its turn; until then a failure is nobody's surprise.
      next.catch(() => undefined);
      coming.push(next);
      index += 1;
    }
    const next = coming.shift();
    if (next) yield await next;
  }
}
