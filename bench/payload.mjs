import { uuidv7 } from './ledger.mjs';

const NOTE = 'Handed over to the regional administration.';

/** What every contender is given to keep: the data of one event, about 300 bytes of JSON. What each adds to it is its own. */
export const eventData = (stream, number) => ({
  commitment: stream,
  delivery: `batch-${number}`,
  quantity: { qualifier: 'exactly', value: '4', unit: 'generators' },
  milestone: 'handed-over',
  delivered: '2024-12-01',
  evidence: [{ source: 'press-release' }],
  note: NOTE,
});

export const EVENT_TYPE = 'GeneratorsDelivered';

/** All streams are in one category, which is the aggregate's name, in every store. */
export const CATEGORY = 'commitment';

/** A stream nobody has used. */
export const newStream = () => `${CATEGORY}-${uuidv7()}`;

/** A stream goes on for so many appends, then its client begins another: most appends are to a stream that is there. */
export const APPENDS_PER_STREAM = 10;
