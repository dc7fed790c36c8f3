import { describeWithKafka, testBrokers, until } from '#libs/testkit';
import { openHouse, type House } from './house.ts';
import { Supervised } from './supervised.ts';

/** The gate is small; `npm run test:long` has the full size. */
const { kills, commands } =
  process.env['LEDGER_LONG'] === '1' ? { kills: 10, commands: 500 } : { kills: 2, commands: 60 };

const WRITERS = 4;
const COMMITMENTS = 20;

describeWithKafka(
  'a ledger whose relay and projector are killed again and again while it is written to',
  () => {
    let house: House;
    let roles: readonly Supervised[];
    const evidence = [{ source: 'press-release' }];

    beforeAll(async () => {
      house = await openHouse({ carriers: false });
      const shared = {
        KAFKA_BROKERS: testBrokers().join(','),
        KAFKA_TOPIC: house.topic.name,
        KAFKA_PARTITIONS: '3',
      };
      roles = [
        new Supervised('relay', {
          ...shared,
          DATABASE_URL: house.database.urls.relay,
          KAFKA_CHANGES_TOPIC: house.changes.name,
        }),
        new Supervised('projector', {
          ...shared,
          DATABASE_URL: house.database.urls.projector,
          KAFKA_GROUP: house.topic.groupId,
        }),
      ];
      for (const role of roles) role.start();
    });
    afterAll(async () => {
      await Promise.all(roles.map((role) => role.stop()));
      await house.stop();
    });

    const record = async (path: string, body: object) => {
      const { status, body: answer } = await house.post(path, body);
      if (status !== 201) throw new Error(`${path} answered ${status}: ${JSON.stringify(answer)}`);
    };

    const asOf = async (): Promise<number> => {
      const { rows } = await house.admin.query<{ as_of: string }>(
        'select ledger.read_models_as_of() as as_of',
      );
      return Number(rows[0]?.as_of);
    };

    const head = async (): Promise<number> => {
      const { rows } = await house.admin.query<{ position: string }>('select position from ledger.head');
      return Number(rows[0]?.position);
    };

    /** Each role in turn, each time when what was written since the last kill begins to arrive, so that none dies idle. */
    async function killAll(): Promise<void> {
      for (let round = 0; round < kills * roles.length; round += 1) {
        const written = await head();
        await until('something new arrives', async () => (await asOf()) > written, 60_000);
        await roles[round % roles.length]?.kill();
      }
    }

    it('has read models equal to a fold of its store in the end', async () => {
      await record('/v1/sources', {
        id: 'press-release',
        publisher: 'Ministry of Foreign Affairs of Ukraine',
        publisherParty: 'UA',
        title: 'On many meetings',
        published: '2024-11-16',
        language: 'en',
      });
      for (let index = 0; index < COMMITMENTS; index += 1) {
        await record('/v1/commitments', {
          id: `generators-${index}`,
          title: 'Generators',
          kind: 'goods',
          strength: 'declared',
          committers: ['JP'],
          beneficiaries: ['UA'],
          criterion: { type: 'count-reached', target: '100 generators', milestone: 'handed-over' },
          announced: '2024-11-16',
          due: '2024',
          evidence,
        });
      }
      await until('the first events have arrived', async () => (await asOf()) > 0, 60_000);

      let next = 0;
      const write = async (): Promise<void> => {
        while (next < commands) {
          const index = next;
          next += 1;
          // As many between two kills as between any other two, so that the last are written after the last kill.
          const killed = (): number => roles.reduce((sum, role) => sum + role.kills, 0);
          const due = (): number => (killed() + 1) * Math.floor(commands / (kills * roles.length + 1));
          await until('the next kill', () => index < due() || killed() === kills * roles.length, 90_000);
          await record(`/v1/commitments/generators-${index % COMMITMENTS}/deliveries`, {
            id: `batch-${index}`,
            quantity: '2 generators',
            milestone: 'handed-over',
            delivered: '2024-12-01',
            evidence,
          });
        }
      };
      await Promise.all([...Array.from({ length: WRITERS }, write), killAll()]);

      expect(roles.map((role) => role.kills)).toEqual([kills, kills]);
      await house.caughtUp();
      const { body } = await house.get('/v1/projections/comparison');
      expect(body).toMatchObject({ differing: 0, ahead: 0 });
      const { rows } = await house.admin.query('select count(*)::int as count from ledger.events');
      expect(rows[0]).toEqual({ count: 1 + COMMITMENTS + commands });
    }, 600_000);
  },
);
