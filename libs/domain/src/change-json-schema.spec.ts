import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { format, resolveConfig } from 'prettier';
import { exactly, fact, retract } from '#libs/testkit';
import { changeJsonSchema } from './change-json-schema.ts';
import { changeBy, type Standpoint } from './commitment/change.ts';
import { changeText } from './commitment/change-text.ts';
import { isCommitmentEvent } from './commitment/commitment-stream.ts';
import { evolve, type Known } from './commitment/known.ts';
import type { LedgerEvent } from './ledger-event.ts';

const published = new URL('../../../docs/schemas/changes/', import.meta.url);
const FILE = 'StateChanged.v1.json';

/** To publish a changed schema: LEDGER_UPDATE=1 npm test -- libs/domain/src/change-json-schema.spec.ts */
if (process.env['LEDGER_UPDATE'] === '1') {
  const config = await resolveConfig(new URL('any.json', published));
  mkdirSync(published, { recursive: true });
  const text = await format(JSON.stringify(changeJsonSchema()), { ...config, parser: 'json' });
  writeFileSync(new URL(FILE, published), text);
}

const ajv = new Ajv2020({ allErrors: true });
(addFormats as unknown as (to: Ajv2020) => void)(ajv);
const isValid = ajv.compile(changeJsonSchema());
const faultsIn = (body: unknown) =>
  isValid(body)
    ? []
    : (isValid.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ''}`);

/** The bodies of all changes of a history, as they are published. */
function bodiesOf(...history: readonly LedgerEvent[]): readonly Record<string, unknown>[] {
  let known: Known | undefined;
  let standpoint: Standpoint | undefined;
  return history.flatMap((event, index) => {
    if (!isCommitmentEvent(event)) throw new Error(`${event.type} is not of a commitment`);
    known = evolve(known, event);
    const recorded = {
      ...{ id: `0199a1b2-0000-7000-8000-00000000000${index}`, type: event.type, position: index + 1 },
      ...{ stream: 'commitment-generators', actor: 'desk', recordedAt: '2024-11-17T12:00:00.000001Z' },
    };
    const outlook = changeBy(standpoint, known, { recorded, event });
    standpoint = outlook.standpoint;
    return outlook.change ? [JSON.parse(changeText(outlook.change())) as Record<string, unknown>] : [];
  });
}

const [announced = {}, ...later] = bodiesOf(
  fact.generators(),
  fact.delivery({ delivery: 'batch', quantity: exactly('30'), delivered: '2024-11-16' }),
  retract('batch'),
  retract('generators', 'fix-2'),
);

test('the published schema is that of a change', () => {
  expect(readdirSync(published)).toEqual([FILE]);
  expect(JSON.parse(readFileSync(new URL(FILE, published), 'utf8'))).toEqual(changeJsonSchema());
});

test('what is announced, what moves, and what is retracted is valid by it', () => {
  expect([announced, ...later].map(({ from, to }) => [from !== null, to !== null])).toEqual([
    [false, true],
    [true, true],
    [true, true],
    [true, false],
  ]);
  for (const body of [announced, ...later]) expect(faultsIn(body)).toEqual([]);
});

test.each([
  ['something unheard of in it', { unheardOf: 1 }],
  ['a label that there is not', { to: { ...(announced['to'] as object), label: 'late' } }],
  ['no standing at all', { to: undefined }],
  ['an event without its position', { event: { ...(announced['event'] as object), position: undefined } }],
  ['a day that is none', { validAt: '2024' }],
])('a change with %s is not', (_, broken) => {
  expect(faultsIn(JSON.parse(JSON.stringify({ ...announced, ...broken })))).not.toEqual([]);
});
