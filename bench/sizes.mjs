/** How much of everything a full run does. Seconds are of one round of one contender. */
const FULL = {
  rounds: 3,
  budgetSeconds: 870,
  append: { seconds: 1.5, warmupSeconds: 0.7 },
  relay: { events: 60_000 },
  notary: { events: 200_000 },
  fold: { streams: [1_000, 10_000, 100_000] },
  visible: { warmupSeconds: 3, seconds: 20 },
  http: { seconds: 5, commitments: 100_000, projectSeconds: 120 },
  asOf: { events: 100_000, perStream: 5, projectSeconds: 120 },
  stream: { clients: 1_000, eventsPerSecond: 20, warmupSeconds: 2, seconds: 10 },
  webhooks: { well: 10, ill: 2, eventsPerSecond: 20, warmupSeconds: 2, seconds: 4 },
  read: { streams: 20, logEvents: 100_000, peerEvents: 20_000, seconds: 3 },
  flat: { sizes: [10_000, 100_000, 1_000_000, 3_000_000], seconds: 2 },
  verify: { events: 500_000 },
  report: { events: 200_000, perStream: 20, seconds: 400, fewer: 20_000 },
  projector: { events: 60_000, seconds: 60 },
  rebuild: { events: 1_000_000, seconds: 800, leastSeconds: 50 },
};

/** The same in a hurry. */
const QUICK = {
  rounds: 1,
  budgetSeconds: 110,
  append: { seconds: 0.4, warmupSeconds: 0.1 },
  relay: { events: 10_000 },
  notary: { events: 10_000 },
  fold: { streams: [1_000, 10_000] },
  visible: { warmupSeconds: 0.5, seconds: 1 },
  http: { seconds: 0.5, commitments: 500, projectSeconds: 15 },
  asOf: { events: 1_000, perStream: 5, projectSeconds: 15 },
  stream: { clients: 200, eventsPerSecond: 20, warmupSeconds: 0.5, seconds: 1 },
  webhooks: { well: 5, ill: 1, eventsPerSecond: 20, warmupSeconds: 0.5, seconds: 1 },
  read: { streams: 5, logEvents: 20_000, peerEvents: 5_000, seconds: 0.5 },
  flat: { sizes: [10_000, 20_000], seconds: 0.5 },
  verify: { events: 10_000 },
  report: { events: 200, perStream: 20, seconds: 0, fewer: 200 },
  projector: { events: 3_000, seconds: 10 },
  rebuild: { events: 3_000, seconds: 10, leastSeconds: 8 },
};

/** How much to do of everything, for a full run or a quick one. */
export const sizes = ({ quick }) => (quick ? QUICK : FULL);
