/**
 * Who wants to hear of what, and where. The door writes what is wished, the dispatcher what has become of it.
 *
 * - `unverified`: the address has not yet shown that it wants this; nothing but the challenge is sent to it.
 * - `active`: what matches is sent.
 * - `paused`: nothing is sent, and nothing lost: `after` stays.
 * - `stopped`: the address answered 410, or the key of its owner was revoked.
 */
export const subscriptions = /* sql */ `
create table ledger.subscriptions (
  id          uuid        not null primary key,
  owner       text        not null check (octet_length(owner) between 1 and 255),
  of          text        not null check (of in ('events', 'changes')),
  filter      text        collate "C" not null check (octet_length(filter) <= 100000),
  url         text        not null check (octet_length(url) between 1 and 2048),
  description text                 check (octet_length(description) <= 4000),
  signing     text        not null check (signing in ('hmac', 'ed25519')),
  status      text        not null default 'unverified'
                                   check (status in ('unverified', 'active', 'paused', 'stopped')),
  reason      text                 check (octet_length(reason) <= 1000),
  challenge   text                 check (octet_length(challenge) <= 255),
  after       bigint      not null check (after >= 0),
  created_at  timestamptz not null default clock_timestamp(),
  verified_at timestamptz,
  changed_at  timestamptz not null default clock_timestamp(),

  request_key         text check (octet_length(request_key) between 1 and 255),
  request_fingerprint text check (octet_length(request_fingerprint) between 1 and 255),

  constraint subscriptions_verified_before_active check (status in ('unverified', 'stopped') or verified_at is not null),
  constraint subscriptions_key_with_fingerprint check ((request_key is null) = (request_fingerprint is null))
);
create index subscriptions_owner on ledger.subscriptions (owner, id);
create unique index subscriptions_request on ledger.subscriptions (owner, request_key) where request_key is not null;

comment on table  ledger.subscriptions is 'Who wants to hear of what, and at which address.';
comment on column ledger.subscriptions.owner is 'The name of the key that made it.';
comment on column ledger.subscriptions.reason is 'Why it is stopped, or why the address is not verified.';
comment on column ledger.subscriptions.challenge is 'What the address is to answer; null where nothing is awaited.';
comment on column ledger.subscriptions.after is 'Everything of its source up to here was looked at: a position of events, a number of changes.';
comment on column ledger.subscriptions.request_key is 'The Idempotency-Key under which it was asked for.';
`;

/** What signs. Written by the door, which cannot read it again; read by the dispatcher. */
export const subscriptionSecrets = /* sql */ `
create table ledger.subscription_secrets (
  subscription uuid        not null references ledger.subscriptions on delete cascade,
  secret       text        not null check (secret ~ '^wh(sec|sk)_[A-Za-z0-9+/]+=*$' and octet_length(secret) <= 255),
  public       text                 check (public ~ '^whpk_[A-Za-z0-9+/]+=*$' and octet_length(public) <= 255),
  created_at   timestamptz not null default clock_timestamp(),
  retires_at   timestamptz,

  primary key (subscription, created_at)
);

comment on table  ledger.subscription_secrets is 'Keys that sign what is sent, in the form of Standard Webhooks.';
comment on column ledger.subscription_secrets.public is 'The public key, where the secret is one of Ed25519.';
comment on column ledger.subscription_secrets.retires_at is 'Until then it signs beside the one that took its place.';
`;

/**
 * What is handed to whom. An `entry` is an event or a change, in the order of its stream; `test` and `challenge` belong to
 * no log and have no number.
 */
export const deliveries = /* sql */ `
create table ledger.deliveries (
  id           bigint      generated always as identity primary key,
  subscription uuid        not null references ledger.subscriptions on delete cascade,
  what         text        not null check (what in ('entry', 'test', 'challenge')),
  number       bigint               check (number > 0),
  message_id   text        collate "C" not null check (octet_length(message_id) between 1 and 255),
  stream       text        collate "C" not null check (octet_length(stream) between 1 and 255),
  body         text,
  state        text        not null default 'waiting' check (state in ('waiting', 'delivered', 'dead', 'dropped')),
  attempts     int         not null default 0 check (attempts >= 0),
  tried_before int         not null default 0 check (tried_before between 0 and attempts),
  next_at      timestamptz not null default clock_timestamp(),
  created_at   timestamptz not null default clock_timestamp(),
  settled_at   timestamptz,
  last_status  int,
  last_error   text                 check (octet_length(last_error) <= 1000),

  constraint deliveries_number_of_entries check ((what = 'entry') = (number is not null)),
  constraint deliveries_body_of_others check ((what = 'entry') = (body is null)),
  constraint deliveries_settled check ((state = 'waiting') = (settled_at is null))
);
create unique index deliveries_once on ledger.deliveries (subscription, number) where what = 'entry';
create index deliveries_of_subscription on ledger.deliveries (subscription, id);
create index deliveries_waiting on ledger.deliveries (subscription, stream, id) where state = 'waiting';
create index deliveries_dead on ledger.deliveries (subscription, id) where state = 'dead';
create index deliveries_settled_at on ledger.deliveries (subscription, settled_at) where state <> 'waiting';

create table ledger.delivery_attempts (
  delivery    bigint      not null references ledger.deliveries on delete cascade,
  attempt     int         not null check (attempt > 0),
  at          timestamptz not null,
  duration_ms int         not null check (duration_ms >= 0),
  status      int,
  error       text                 check (octet_length(error) <= 1000),

  primary key (delivery, attempt)
);

comment on table  ledger.deliveries is 'What is handed to which subscription, and what became of it.';
comment on column ledger.deliveries.number is 'The position of the event, or the number of the change.';
comment on column ledger.deliveries.body is 'Of an entry there is none here: it is in the log, and never changes.';
comment on column ledger.deliveries.message_id is 'The id to deduplicate by: that of the event.';
comment on column ledger.deliveries.state is 'dead: its attempts are used up. dropped: nobody wants it any more.';
comment on column ledger.deliveries.tried_before is 'Attempts made before it was last replayed; the schedule begins anew after them.';
comment on table  ledger.delivery_attempts is 'Each attempt: how long it took and what came of it, and never what was answered.';
`;

/** The door wishes and asks, and reads no secret; the dispatcher reads wishes and secrets, and tells what came of them. */
export const subscriptionGrants = /* sql */ `
revoke all on ledger.subscriptions, ledger.subscription_secrets, ledger.deliveries, ledger.delivery_attempts from public;

grant select, insert, delete on ledger.subscriptions to ledger_api;
grant update (status, reason, challenge, changed_at) on ledger.subscriptions to ledger_api;
grant select (subscription, public, created_at, retires_at), insert, update (retires_at), delete
   on ledger.subscription_secrets to ledger_api;
grant select, insert on ledger.deliveries to ledger_api;
grant update (state, tried_before, next_at, settled_at) on ledger.deliveries to ledger_api;
grant select on ledger.delivery_attempts to ledger_api;

grant select on ledger.subscriptions to ledger_dispatcher;
grant update (status, reason, challenge, after, verified_at, changed_at) on ledger.subscriptions to ledger_dispatcher;
grant select, delete on ledger.subscription_secrets to ledger_dispatcher;
grant select, insert, update, delete on ledger.deliveries to ledger_dispatcher;
grant select, insert, delete on ledger.delivery_attempts to ledger_dispatcher;
`;
