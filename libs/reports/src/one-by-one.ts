/** The same work, begun only when what was asked for before is done: all at once it takes more memory, and no less time. */
export function oneByOne<Asked extends readonly unknown[], Answer>(
  work: (...asked: Asked) => Promise<Answer>,
): (...asked: Asked) => Promise<Answer> {
  let last: Promise<unknown> = Promise.resolve();
  return (...asked) => {
    const next = last.then(() => work(...asked));
    last = next.catch(() => undefined);
    return next;
  };
}
