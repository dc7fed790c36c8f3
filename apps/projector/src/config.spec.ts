import { BadConfig } from '#libs/platform';
import { projectorConfig } from './config.ts';

const given = { DATABASE_URL: 'postgres://ledger_projector:x@db/ledger', KAFKA_BROKERS: 'one:9092' };

describe('the configuration of the projector', () => {
  test('needs the database and the brokers, and knows the rest', () => {
    expect(projectorConfig(given)).toEqual({
      databaseUrl: given.DATABASE_URL,
      brokers: ['one:9092'],
      topic: 'ledger.events.v1',
      groupId: 'ledger-projector',
      stalledMs: 60_000,
    });
  });

  test.each([
    ['DATABASE_URL is missing', { DATABASE_URL: '' }],
    ['KAFKA_BROKERS must be host:port', { KAFKA_BROKERS: 'one,two' }],
    ['KAFKA_GROUP must be a name that Kafka allows', { KAFKA_GROUP: 'a group' }],
    ['PROJECTOR_STALLED_SECONDS must be at least 5', { PROJECTOR_STALLED_SECONDS: '1' }],
  ])('says in one sentence that %s', (sentence, wrong) => {
    expect(() => projectorConfig({ ...given, ...wrong })).toThrow(BadConfig);
    expect(() => projectorConfig({ ...given, ...wrong })).toThrow(sentence);
  });
});
