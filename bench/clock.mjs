/** Milliseconds that only ever grow. */
export const now = () => performance.now();

export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** How long it took, in seconds, with what came of it. */
export async function timed(work) {
  const start = now();
  const result = await work();
  return { seconds: (now() - start) / 1_000, result };
}

/**
 * Looks again and again until something is so.
 *
 * @returns whether it came to be so in time.
 */
export async function until(look, timeoutMs, everyMs = 20) {
  const end = now() + timeoutMs;
  while (!(await look())) {
    if (now() > end) return false;
    await sleep(everyMs);
  }
  return true;
}
