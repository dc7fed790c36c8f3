import { fillLedger } from '../log-filling.mjs';
import { now, sleep, timed } from '../clock.mjs';
import { openStore } from '../contenders/ledger.mjs';
import { CompressionTypes, Kafka, logLevel, Partitioners, runRelay, toMessage } from '../ledger.mjs';
import { interleaved } from '../load.mjs';

const PARTITIONS = 6;
/** As many as the relay sends at once by default. */
const BATCH = 1_000;

const quiet = { log() {}, warn() {}, error() {}, debug() {} };

/** The relay, from the store, against a producer that has the same messages at hand. */
export async function measureRelay(bench) {
  const broker = await bench.servers.brokers();
  if ('missing' in broker) {
    bench.notes.push(`relay was not measured: ${broker.missing}`);
    return;
  }
  const { brokers } = broker;
  const { events } = bench.sizes.relay;
  const ledger = await bench.servers.newLedger('bench_relay');
  bench.say(`relay: filling a log of ${events} events`);
  await fillLedger(ledger.url, { events, perStream: 5, name: 'relay' });
  const messages = await messagesOf(ledger, events);
  const measured = await interleaved(bench.sizes.rounds, ['ledger', 'bare-kafkajs'], async (name, round) => {
    bench.say(`relay: ${name}`);
    const topic = `bench.relay.${name}.${round}`;
    return name === 'ledger' ? relayAll(ledger, brokers, topic, events) : sendAll(brokers, topic, messages);
  });
  bench.figures.add('relay.publish', 'events/s', measured.ledger, {
    'bare-kafkajs': measured['bare-kafkajs'],
  });
  await ledger.drop();
}

/** A relay publishes a log anew into a topic it has not seen. Timed from its first checkpoint to its last. */
async function relayAll(ledger, brokers, topic, events) {
  const { store, close } = openStore(ledger.urls.relay, 3);
  const relay = runRelay({
    databaseUrl: ledger.urls.relay,
    brokers: [brokers],
    clientId: 'bench-relay',
    topic,
    partitions: PARTITIONS,
    source: store,
    log: quiet,
  });
  try {
    let first;
    for (;;) {
      const { position, generation, leading } = relay.status();
      // It tells of the generation before until it has begun the one of this topic.
      const isUnderWay = leading && generation > 0 && position > 0 && position < events;
      if (first === undefined && isUnderWay) first = { at: now(), position };
      if (first !== undefined && position >= events) {
        return (position - first.position) / ((now() - first.at) / 1_000);
      }
      await sleep(2);
    }
  } finally {
    await relay.stop();
    await close();
  }
}

/** What the relay would send. */
async function messagesOf(ledger, events) {
  const { store, close } = openStore(ledger.urls.relay, 3);
  const messages = [];
  for (let after = 0; after < events; after += BATCH) {
    for (const event of await store.readAll({ after, limit: BATCH })) messages.push(messageOf(event));
  }
  await close();
  return messages;
}

const messageOf = (event) =>
  toMessage(event, { source: `urn:uuid:${event.correlationId}`, generation: 1, previous: event.position });

/** The relay's own settings for durability and order, and nothing else: no store, no checkpoint. */
async function sendAll(brokers, topic, messages) {
  const kafka = new Kafka({ brokers: [brokers], clientId: 'bench-bare', logLevel: logLevel.NOTHING });
  const admin = kafka.admin();
  await admin.connect();
  await admin.createTopics({ topics: [{ topic, numPartitions: PARTITIONS }], waitForLeaders: true });
  await admin.disconnect();
  const producer = kafka.producer({
    idempotent: true,
    maxInFlightRequests: 1,
    allowAutoTopicCreation: false,
    createPartitioner: Partitioners.DefaultPartitioner,
  });
  await producer.connect();
  const send = (from) =>
    producer.send({
      topic,
      messages: messages.slice(from, from + BATCH),
      acks: -1,
      compression: CompressionTypes.None,
    });
  // As with the relay, the first batch is not timed.
  await send(0);
  const { seconds } = await timed(async () => {
    for (let from = BATCH; from < messages.length; from += BATCH) await send(from);
  });
  await producer.disconnect();
  return (messages.length - BATCH) / seconds;
}
