import { now, sleep } from './clock.mjs';

/**
 * Clients that each do one thing after another, without a pause, for so long.
 *
 * @param {number} clients
 * @param {number} seconds
 * @param {(client: number) => Promise<unknown>} act
 * @returns {Promise<{done: number, seconds: number, latenciesMs: number[]}>} those that were finished in the time; and how
 * long each took
 */
export async function closedLoop(clients, seconds, act) {
  const start = now();
  const end = start + seconds * 1_000;
  const latenciesMs = [];
  const loop = async (client) => {
    for (;;) {
      const begun = now();
      if (begun >= end) return;
      await act(client);
      const ended = now();
      if (ended <= end) latenciesMs.push(ended - begun);
    }
  };
  await Promise.all(Array.from({ length: clients }, (_, client) => loop(client)));
  return { done: latenciesMs.length, seconds, latenciesMs };
}

/**
 * Begins so many things a second, whether or not those before have ended.
 *
 * @param {number} perSecond
 * @param {number} seconds
 * @param {(number: number) => Promise<unknown>} act
 */
export async function openLoop(perSecond, seconds, act) {
  const start = now();
  const under = [];
  for (let number = 0; number < perSecond * seconds; number += 1) {
    const due = start + (number * 1_000) / perSecond;
    if (due > now()) await sleep(due - now());
    const begun = act(number);
    // Told of at the end, with the first that failed.
    begun.catch(() => undefined);
    under.push(begun);
  }
  await Promise.all(under);
}

/**
 * A, B, C, A, B, C: every contender once a round, so that what changes on the machine meanwhile meets all alike.
 *
 * @param {number} rounds
 * @param {readonly string[]} names
 * @param {(name: string, round: number) => Promise<T>} measure
 * @returns {Promise<Record<string, T[]>>} by name, one for each round
 * @template T
 */
export async function interleaved(rounds, names, measure) {
  const measured = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const name of names) measured[name].push(await measure(name, round));
  }
  return measured;
}
