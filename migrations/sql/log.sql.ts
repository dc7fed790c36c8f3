/**
 * Each Merkle log that was begun over the events: one, unless what the notary had signed could not be continued and
 * somebody decided to begin anew.
 */
export const logs = /* sql */ `
create table ledger.logs (
  number    int         not null primary key check (number > 0),
  origin    text        collate "C" not null unique check (octet_length(origin) between 1 and 255),
  begun_at  timestamptz not null default clock_timestamp(),
  because   text                 check (octet_length(because) between 1 and 4000),
  policy    text        not null default 'quorum none',

  constraint logs_begun_anew_with_reason check ((number = 1) = (because is null))
);

create table ledger.log_keys (
  log        int         not null references ledger.logs,
  vkey       text        collate "C" not null check (octet_length(vkey) between 1 and 1000),
  since      timestamptz not null default clock_timestamp(),
  signs      boolean     not null default true,

  primary key (log, vkey)
);

comment on table  ledger.logs is 'Every log begun over the events, the one that grows last.';
comment on column ledger.logs.because is 'Why the one before is not continued, in the words of whoever decided it.';
comment on column ledger.logs.policy is 'By which its checkpoints are to be believed (C2SP tlog-policy).';
comment on table  ledger.log_keys is 'The verifier keys of each log (C2SP signed-note).';
comment on column ledger.log_keys.signs is 'Whether it still signs; until a rotation is over, two do.';
`;

/**
 * Tiles are grown in place: what is served of one to those who know a smaller tree is its beginning, which never changes.
 * Hashes cannot be compressed, so nobody tries.
 */
export const logTiles = /* sql */ `
create table ledger.log_tiles (
  log    int    not null references ledger.logs,
  level  int    not null check (level between 0 and 63),
  index  bigint not null check (index >= 0),
  hashes bytea  not null check (octet_length(hashes) between 32 and 8192 and octet_length(hashes) % 32 = 0),

  primary key (log, level, index)
);
alter table ledger.log_tiles alter column hashes set storage external;

comment on table ledger.log_tiles is 'The hashes of the tree (C2SP tlog-tiles), up to the newest checkpoint.';
`;

/**
 * Everything ever signed. A checkpoint is published when those have cosigned it that the policy asks for.
 */
export const logCheckpoints = /* sql */ `
create table ledger.log_checkpoints (
  number       bigint      generated always as identity primary key,
  log          int         not null references ledger.logs,
  size         bigint      not null check (size > 0),
  root         bytea       not null check (octet_length(root) = 32),
  note         text        not null check (octet_length(note) <= 10000),
  signed_at    timestamptz not null default clock_timestamp(),
  published_at timestamptz
);
create index log_checkpoints_size on ledger.log_checkpoints (log, size, number);
create index log_checkpoints_published on ledger.log_checkpoints (number) where published_at is not null;

create table ledger.log_cosignatures (
  checkpoint bigint      not null references ledger.log_checkpoints,
  witness    text        collate "C" not null check (octet_length(witness) between 1 and 1000),
  line       text        not null check (octet_length(line) <= 1000),
  at         timestamptz not null default clock_timestamp(),

  primary key (checkpoint, witness)
);

comment on table  ledger.log_checkpoints is 'Every checkpoint ever signed (C2SP tlog-checkpoint), without cosignatures.';
comment on table  ledger.log_cosignatures is 'What witnesses have signed of them (C2SP tlog-cosignature).';
comment on column ledger.log_cosignatures.witness is 'Its verifier key.';
`;

/** When the notary would not go on, why, and how that ended. */
export const logRefusals = /* sql */ `
create table ledger.log_refusals (
  number   bigint      generated always as identity primary key,
  code     text        not null check (octet_length(code) between 1 and 100),
  because  text        not null check (octet_length(because) between 1 and 4000),
  at       timestamptz not null default clock_timestamp(),
  ended_at timestamptz,
  ended_by text                 check (octet_length(ended_by) between 1 and 4000),

  constraint log_refusals_ended check ((ended_at is null) = (ended_by is null))
);
create unique index log_refusals_one_open on ledger.log_refusals ((true)) where ended_at is null;

comment on table ledger.log_refusals is 'Each time the notary would not sign and the ledger became read-only.';
`;

/**
 * While this says why, nothing is appended by anybody. It stands in the head row, which every append has in its hand
 * anyway: to ask costs nothing, and whoever sets it waits for the append under way.
 */
export const readOnly = /* sql */ `
alter table ledger.head add column read_only_because text check (octet_length(read_only_because) between 1 and 4000);

comment on column ledger.head.read_only_because is 'Why nothing may be appended; null: it may. Set by the notary alone.';

create function ledger.refuse_while_read_only() returns trigger
language plpgsql as $function$
begin
  raise exception using errcode = 'LR001', message = old.read_only_because;
end
$function$;

create trigger refuse_while_read_only before update of position on ledger.head
  for each row when (old.read_only_because is not null) execute function ledger.refuse_while_read_only();
alter table ledger.head enable always trigger refuse_while_read_only;
`;

/** The notary reads what it seals and writes its own tables; of the head it sets nothing but whether it is read-only. */
export const logGrants = /* sql */ `
revoke all on ledger.logs, ledger.log_keys, ledger.log_tiles, ledger.log_checkpoints, ledger.log_cosignatures,
  ledger.log_refusals from public;
revoke all on function ledger.refuse_while_read_only from public;

revoke update on ledger.head from ledger_api, ledger_dispatcher;
grant update (position, recorded_at) on ledger.head to ledger_api, ledger_dispatcher;

grant usage on schema ledger to ledger_notary;
grant select (position, recorded_at, body) on ledger.events to ledger_notary;
grant select on ledger.head to ledger_notary;
grant update (read_only_because) on ledger.head to ledger_notary;
grant select (ledger) on ledger.relay_state to ledger_notary;
grant select, insert on ledger.logs, ledger.log_keys, ledger.log_tiles, ledger.log_checkpoints,
  ledger.log_cosignatures, ledger.log_refusals to ledger_notary;
grant update (policy) on ledger.logs to ledger_notary;
grant update (signs) on ledger.log_keys to ledger_notary;
grant update (hashes) on ledger.log_tiles to ledger_notary;
grant update (published_at) on ledger.log_checkpoints to ledger_notary;
grant update (ended_at, ended_by) on ledger.log_refusals to ledger_notary;

grant select on ledger.logs, ledger.log_keys, ledger.log_tiles, ledger.log_checkpoints, ledger.log_cosignatures,
  ledger.log_refusals to ledger_api;
`;
