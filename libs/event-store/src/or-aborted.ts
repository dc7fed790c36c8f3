/**
 * What a promise comes to, or `undefined` from the abort on, whichever is first. It takes its ear off the signal again,
 * which a race with one lasting promise of the abort would not: that would keep every loser until the very end.
 */
export function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const abort = () => {
      resolve(undefined);
    };
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => {
      signal.removeEventListener('abort', abort);
    });
  });
}
