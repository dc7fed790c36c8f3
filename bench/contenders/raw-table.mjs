/**
 * A plain table such as anybody would keep events in: a key, the stream's own numbering held unique, the data as it came.
 * Its numbers come from a sequence, it checks no version, and nothing tells a repetition; that is what makes it raw.
 */
export const RAW_TABLE = /* sql */ `
create table raw_events (
  position    bigint generated always as identity primary key,
  stream_id   text        not null,
  version     int         not null,
  event_id    uuid        not null default uuidv7(),
  type        text        not null,
  recorded_at timestamptz not null default clock_timestamp(),
  data        text        not null,
  unique (stream_id, version)
)`;
