import { BadConfig } from '#libs/platform';
import { relayConfig } from './config.ts';

const given = { DATABASE_URL: 'postgres://ledger_relay:x@db/ledger', KAFKA_BROKERS: 'one:9092,two:9092' };

describe('the configuration of the relay', () => {
  test('needs the database and the brokers, and knows the rest', () => {
    expect(relayConfig({ ...given, KAFKA_TOPIC: '' })).toEqual({
      databaseUrl: given.DATABASE_URL,
      brokers: ['one:9092', 'two:9092'],
      topic: 'ledger.events.v1',
      changesTopic: 'ledger.changes.v1',
      partitions: 6,
    });
  });

  test.each([
    ['DATABASE_URL is missing', { DATABASE_URL: undefined }],
    ['DATABASE_URL must begin with postgres://', { DATABASE_URL: 'mysql://db' }],
    ['KAFKA_BROKERS is missing', { KAFKA_BROKERS: undefined }],
    ['KAFKA_BROKERS must be host:port', { KAFKA_BROKERS: 'one' }],
    ['KAFKA_TOPIC must be a name that Kafka allows', { KAFKA_TOPIC: 'a topic' }],
    ['KAFKA_CHANGES_TOPIC must be a name that Kafka allows', { KAFKA_CHANGES_TOPIC: 'a topic' }],
    ['KAFKA_PARTITIONS must be a whole number', { KAFKA_PARTITIONS: 'six' }],
    ['KAFKA_PARTITIONS must be at least 1', { KAFKA_PARTITIONS: '0' }],
  ])('says in one sentence that %s', (sentence, wrong) => {
    expect(() => relayConfig({ ...given, ...wrong })).toThrow(BadConfig);
    expect(() => relayConfig({ ...given, ...wrong })).toThrow(sentence);
  });
});
