/** The middle one of some numbers, or what lies between the two in the middle. */
export function median(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** The number below which a share of the numbers lies, by nearest rank. */
export const quantile = (numbers, share) =>
  numbers.toSorted((a, b) => a - b)[Math.max(0, Math.ceil(share * numbers.length) - 1)] ?? Number.NaN;

/**
 * Collects what was measured. A figure of ours stands once for each peer it was measured against, with the ratio of the
 * medians, ours to the peer's; the peer's own stands beside it as `name@peer`.
 */
export class Figures {
  list = [];

  /**
   * @param {string} name such as `append.clients-32`
   * @param {string} unit
   * @param {readonly number[]} ours one number for each round
   * @param {Readonly<Record<string, readonly number[]>>} peers
   */
  add(name, unit, ours, peers = {}) {
    const mine = { name, unit, ...spread(ours) };
    const measured = Object.entries(peers).filter(([, numbers]) => numbers.length > 0);
    if (measured.length === 0) this.list.push({ ...mine, peer: null, ratio: null });
    for (const [peer, numbers] of measured) {
      this.list.push({ ...mine, peer, ratio: rounded(median(ours) / median(numbers)) });
    }
    for (const [peer, numbers] of measured) {
      this.list.push({ name: `${name}@${peer}`, unit, ...spread(numbers), peer: null, ratio: null });
    }
  }
}

function spread(numbers) {
  return {
    min: rounded(Math.min(...numbers)),
    median: rounded(median(numbers)),
    max: rounded(Math.max(...numbers)),
  };
}

/** To four significant digits: more would be noise. */
const rounded = (number) => (Number.isFinite(number) ? Number(number.toPrecision(4)) : null);
