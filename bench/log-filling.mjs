import { encodeBody, pg, uuidv7 } from './ledger.mjs';
import { eventData, EVENT_TYPE } from './payload.mjs';

/** So many streams grow side by side, as commitments do, unless told otherwise; then the next so many. */
const SIDE_BY_SIDE = 1_000;
const AT_ONCE = 100_000;

/**
 * Events put straight into the table of a ledger, as `ledger.append` would have left them: for logs that would take
 * long to append. The bodies are the domain's own (`encodeBody`), with marks where each event differs.
 */
const FILL = /* sql */ `
with numbered as (
  select n, (n / ($4::bigint * $5::bigint)) * $4 + n % $4 as stream, ((n / $4) % $5)::int as nth
    from generate_series($2::bigint, $3::bigint) n
), made as (
  select n, uuidv7() as id, nth + 1 as version,
         'commitment-' || $1::text || '-' || stream as stream_id, $1::text || '-' || stream as commitment,
         ($6::text[])[least(nth, 1) + 1] as type, ($7::text[])[least(nth, 1) + 1] as body
    from numbered
)
insert into ledger.events (position, stream_id, version, event_id, type, schema, occurred, recorded_at, actor,
                           correlation_id, body)
select $8::bigint + n + 1, stream_id, version, id, type, 1, '2024-11-16',
       $9::timestamptz + (n - $2::bigint + 1) * interval '1 microsecond', 'desk-officer', $10::uuid,
       replace(replace(replace(replace(body, '%id%', id::text), '%commitment%', commitment),
                       '"%version%"', version::text), '%nth%', version::text)
  from made
 order by n`;

/**
 * Fills a ledger with commitments, each announced and then delivered towards.
 *
 * @param {string} url the ledger's database as the superuser
 * @param {{events: number, perStream: number, name: string, sideBySide?: number}} what `name` keeps apart the
 * commitments of several fillings; each of them has `perStream` events; so many `sideBySide` take turns
 */
export async function fillLedger(url, { events, perStream, name, sideBySide = SIDE_BY_SIDE }) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const correlationId = uuidv7();
    const turns = Math.min(sideBySide, Math.ceil(events / perStream));
    const bodies = [announcement(correlationId), delivery(correlationId)];
    const types = ['CommitmentAnnounced', EVENT_TYPE];
    for (let done = 0; done < events; done += AT_ONCE) {
      const last = Math.min(events, done + AT_ONCE) - 1;
      await client.query('begin');
      const { rows } = await client.query(
        `select position, greatest(recorded_at, clock_timestamp() - interval '1 day') as recorded_at from ledger.head for update`,
      );
      const [head] = rows;
      const before = Number(head.position) - done;
      await client.query(FILL, [
        ...[name, done, last, turns, perStream, types, bodies],
        ...[before, head.recorded_at, correlationId],
      ]);
      await client.query(
        `update ledger.head h set (position, recorded_at) =
           (select e.position, e.recorded_at from ledger.events e order by e.position desc limit 1)`,
      );
      await client.query('commit');
    }
    // What autovacuum would do a minute later, in the middle of a measurement.
    await client.query('vacuum (analyze) ledger.events');
    await client.query('checkpoint');
  } finally {
    await client.end();
  }
}

const ATTRIBUTION = {
  attribution: { saidBy: 'Ministry of Foreign Affairs', onBehalfOf: 'UA', reporter: 'beneficiary' },
  evidence: [{ source: 'press-release' }],
};

const announcement = (correlationId) =>
  body('CommitmentAnnounced', correlationId, {
    commitment: '%commitment%',
    title: 'Generators for the winter',
    kind: 'goods',
    strength: 'declared',
    committers: ['JP'],
    beneficiaries: ['UA'],
    criterion: {
      type: 'count-reached',
      target: { qualifier: 'exactly', value: '100', unit: 'generators' },
      milestone: 'handed-over',
    },
    announced: '2024-11-16',
    due: '2025',
    ...ATTRIBUTION,
  });

const delivery = (correlationId) =>
  body(EVENT_TYPE, correlationId, {
    ...deliveryFields,
    commitment: '%commitment%',
    delivery: 'batch-%nth%',
    ...ATTRIBUTION,
  });

const { quantity, milestone, delivered } = eventData('', 0);
const deliveryFields = { quantity, milestone, delivered };

const body = (type, correlationId, data) =>
  encodeBody({
    id: '%id%',
    type,
    schema: 1,
    stream: 'commitment-%commitment%',
    version: '%version%',
    occurred: '2024-11-16',
    actor: 'desk-officer',
    correlationId,
    data,
  });
