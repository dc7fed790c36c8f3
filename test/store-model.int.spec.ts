import {
  type AppendRequest,
  EventIdReused,
  EventStore,
  IdempotencyKeyReused,
  StreamMoved,
} from '#libs/event-store';
import { cloneDatabase, sampleAppend, sampleEvent, type TestDatabase } from '#libs/testkit';
import fc from 'fast-check';
import { faultsIn } from './log-faults.ts';

const RUNS = process.env['LEDGER_LONG'] === '1' ? 500 : 25;
const STREAMS = 3;

/** One thing somebody does; numbers are taken modulo what there is. */
type Act =
  | {
      readonly kind: 'append';
      readonly stream: number;
      readonly also: number | null;
      readonly count: number;
      readonly key: number | null;
    }
  | { readonly kind: 'stale'; readonly stream: number; readonly behind: number }
  | { readonly kind: 'retry'; readonly which: number }
  | { readonly kind: 'other-body'; readonly key: number };

/** Acts of one round are made at the same time; a crash cuts the writers off in the middle of it. */
interface Round {
  readonly acts: readonly Act[];
  readonly crash: boolean;
}

const small = fc.nat({ max: 5 });
const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('append' as const),
      stream: small,
      also: fc.option(small),
      count: fc.nat({ max: 3 }),
      key: fc.option(small),
    }),
  },
  fc.record({ kind: fc.constant('stale' as const), stream: small, behind: fc.integer({ min: 1, max: 3 }) }),
  fc.record({ kind: fc.constant('retry' as const), which: small }),
  fc.record({ kind: fc.constant('other-body' as const), key: small }),
);
const rounds: fc.Arbitrary<readonly Round[]> = fc.array(
  fc.record({ acts: fc.array(act, { minLength: 1, maxLength: 6 }), crash: fc.boolean() }),
  { minLength: 1, maxLength: 6 },
);

/** What the people of a run know: the streams as last heard of, and everything they have asked for. */
class People {
  readonly versions = new Map<string, number>();
  readonly asked: AppendRequest[] = [];

  constructor(private readonly run: string) {}

  request(wish: Act): AppendRequest | undefined {
    switch (wish.kind) {
      case 'append': {
        const streams = new Set([
          this.#stream(wish.stream),
          ...(wish.also === null ? [] : [this.#stream(wish.also)]),
        ]);
        const appends = [...streams].map((stream) => ({
          stream,
          expected: this.versions.get(stream) ?? 0,
          events: Array.from({ length: wish.count }, () => sampleEvent()),
        }));
        const key = wish.key === null ? undefined : `${this.run}-${wish.key}-${this.asked.length}`;
        const idempotency = key === undefined ? {} : { idempotency: { key, fingerprint: key } };
        return this.#ask(sampleAppend(appends, idempotency));
      }
      case 'stale': {
        const stream = this.#stream(wish.stream);
        const expected = (this.versions.get(stream) ?? 0) - wish.behind;
        return expected < 0
          ? undefined
          : this.#ask(sampleAppend({ stream, expected, events: [sampleEvent()] }));
      }
      case 'retry':
        return this.asked[wish.which % Math.max(1, this.asked.length)];
      case 'other-body': {
        const keyed = this.asked.filter(({ idempotency }) => idempotency);
        const known = keyed[wish.key % Math.max(1, keyed.length)];
        return (
          known?.idempotency && { ...known, idempotency: { ...known.idempotency, fingerprint: 'another' } }
        );
      }
    }
  }

  #stream = (number: number): string => `${this.run}-${number % STREAMS}`;

  #ask(request: AppendRequest): AppendRequest {
    this.asked.push(request);
    return request;
  }
}

const isRefusal = (error: unknown): boolean =>
  error instanceof StreamMoved || error instanceof IdempotencyKeyReused || error instanceof EventIdReused;

let database: TestDatabase;
let store: EventStore;
/** Of another role, which no crash meets. */
let witness: EventStore;
beforeAll(async () => {
  database = await cloneDatabase();
  store = new EventStore(database.pool('api'));
  witness = new EventStore(database.pool('admin'));
});
afterAll(() => database.drop());

const crash = () =>
  database
    .pool('admin', 1)
    .query(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and usename = 'ledger_api'`,
      [database.name],
    );

let runs = 0;
async function play(script: readonly Round[]): Promise<void> {
  const people = new People(`run-${++runs}`);
  const acknowledged = new Map<string, number>();
  for (const { acts, crash: isCrashing } of script) {
    const requests = acts.flatMap((wish) => people.request(wish) ?? []);
    const answers = requests.map((request) => store.append(request));
    const settling = Promise.allSettled(answers);
    if (isCrashing) await crash();
    for (const outcome of await settling) {
      if (outcome.status === 'rejected') {
        if (!isRefusal(outcome.reason)) throw outcome.reason;
        if (outcome.reason instanceof StreamMoved)
          people.versions.set(outcome.reason.stream, outcome.reason.actual);
        continue;
      }
      for (const { id, position, stream, version } of outcome.value.events) {
        // The same event stands where it stood, however often it is asked for.
        expect(acknowledged.get(id) ?? position).toBe(position);
        acknowledged.set(id, position);
        people.versions.set(stream, Math.max(version, people.versions.get(stream) ?? 0));
      }
    }
  }
  const log = await witness.readAll({ after: 0, limit: 1_000_000 });
  expect(faultsIn(log)).toEqual([]);
  const ours = log.filter(({ stream }) => stream.startsWith(`run-${runs}-`));
  expect(new Map(ours.map(({ id, position }) => [id, position]))).toEqual(acknowledged);
}

describe('whatever is appended, contested, retried and cut off, in any interleaving', () => {
  it('positions are dense, versions contiguous, ids unique, and exactly what was acknowledged is there', async () => {
    await fc.assert(fc.asyncProperty(rounds, play), { numRuns: RUNS, endOnFailure: true });
  }, 900_000);

  it('and that is no matter of course: a store that numbers before it checks fails it', () => {
    const numbersFirst = (script: readonly Round[]): boolean => {
      const people = new People('naive');
      const log: { position: number; stream: string; version: number; id: string }[] = [];
      let sequence = 0;
      for (const request of script.flatMap(({ acts }) =>
        acts.flatMap((wish) => people.request(wish) ?? []),
      )) {
        for (const { stream, expected, events } of request.appends) {
          const version = people.versions.get(stream) ?? 0;
          for (const [index, { id }] of events.entries()) {
            const position = ++sequence;
            if (version === expected) log.push({ position, stream, version: version + index + 1, id });
          }
          if (version === expected) people.versions.set(stream, version + events.length);
        }
      }
      return faultsIn(log).length === 0;
    };
    expect(fc.check(fc.property(rounds, numbersFirst), { numRuns: 1_000 }).failed).toBe(true);
  });
});

it.each([
  ['a gap in the positions', [{ position: 2, stream: 'a', version: 1, id: 'x' }]],
  ['a gap in the versions', [{ position: 1, stream: 'a', version: 2, id: 'x' }]],
  [
    'an id given twice',
    [
      { position: 1, stream: 'a', version: 1, id: 'x' },
      { position: 2, stream: 'a', version: 2, id: 'x' },
    ],
  ],
])('the check that all of this rests on sees %s', (_, log) => {
  expect(faultsIn(log)).toHaveLength(1);
});
