import fc from 'fast-check';
import type pg from 'pg';
import { HASH_BYTES, TILE_WIDTH } from '#libs/transparency';

/** A change that somebody makes who owns the database, and how it is taken back. */
export interface Change {
  /** In words, for whoever has to look into one that was not detected. */
  readonly what: string;
  /** The lowest position that is not what it was; none where no event is. */
  readonly position?: number;
  make(database: pg.Pool): Promise<void>;
  undo(database: pg.Pool): Promise<void>;
}

/** Larger than any position of a test: where rows wait while others take their places. */
const ASIDE = 1_000_000;

const MOVE = 'update ledger.events set position = $2 where position = $1';
const SHIFT = 'update ledger.events set position = position + $2 where position >= $1';

/** Lets the owner of the database do what triggers refuse even to him. */
export async function disarm(database: pg.Pool): Promise<void> {
  await database.query('alter table ledger.events disable trigger all');
  await database.query('create table public.as_sealed as select * from ledger.events');
}

/** Random changes of every kind, of a log of so many events. */
export const changes = (count: number): fc.Arbitrary<Change> => {
  const position = fc.integer({ min: 1, max: count });
  return fc.oneof(
    fc.tuple(position, fc.nat(), fc.nat({ max: 61 })).map(alteredBody),
    fc
      .tuple(
        position,
        fc.integer({ min: -1e9, max: 1e9 }).filter((by) => by !== 0),
      )
      .map(dated),
    position.map(deleted),
    position.map(inserted),
    fc
      .tuple(position, position)
      .filter(([one, other]) => one !== other)
      .map(swapped),
    fc.tuple(position, fc.nat({ max: HASH_BYTES - 1 }), fc.integer({ min: 1, max: 255 })).map(alteredTile),
    fc.tuple(fc.nat(), fc.nat({ max: 61 })).map(alteredCheckpoint),
  );
};

const restoreRow =
  (position: number) =>
  async (database: pg.Pool): Promise<void> => {
    await database.query('delete from ledger.events where position = $1', [position]);
    await database.query('insert into ledger.events select * from public.as_sealed where position = $1', [
      position,
    ]);
  };

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** Another letter or digit than the one that stands there; a byte that is neither is replaced by one. */
const another = (byte: string, choice: number): string => {
  const letter = LETTERS[choice] ?? 'A';
  return letter === byte ? (LETTERS[(choice + 1) % LETTERS.length] ?? 'B') : letter;
};

function alteredBody([position, place, choice]: readonly [number, number, number]): Change {
  return {
    what: `body of ${position} altered at ${place}`,
    position,
    make: async (database) => {
      const { rows } = await database.query<{ body: string }>(
        'select body from ledger.events where position = $1',
        [position],
      );
      const body = rows[0]?.body ?? '';
      const at = place % body.length;
      const altered = `${body.slice(0, at)}${another(body.charAt(at), choice)}${body.slice(at + 1)}`;
      await database.query('update ledger.events set body = $2 where position = $1', [position, altered]);
    },
    undo: restoreRow(position),
  };
}

function dated([position, microseconds]: readonly [number, number]): Change {
  return {
    what: `recorded_at of ${position} moved by ${microseconds} µs`,
    position,
    make: async (database) => {
      const sql = `update ledger.events set recorded_at = recorded_at + $2 * interval '1 microsecond' where position = $1`;
      await database.query(sql, [position, microseconds]);
    },
    undo: restoreRow(position),
  };
}

function deleted(position: number): Change {
  return {
    what: `row ${position} deleted`,
    position,
    make: async (database) => {
      await database.query('delete from ledger.events where position = $1', [position]);
    },
    undo: restoreRow(position),
  };
}

/** A further event, as like the one there as can be, with all later ones a position further. */
function inserted(position: number): Change {
  return {
    what: `row inserted at ${position}`,
    position,
    make: async (database) => {
      await database.query(SHIFT, [position, ASIDE]);
      await database.query(SHIFT, [ASIDE, 1 - ASIDE]);
      await database.query(
        `insert into ledger.events
         select $1::bigint, stream_id, version + 1000000, gen_random_uuid(), type, schema, occurred,
                recorded_at - interval '1 microsecond', actor, correlation_id, causation_id, body
           from public.as_sealed where position = $1::bigint`,
        [position],
      );
    },
    undo: async (database) => {
      await database.query('delete from ledger.events where position = $1', [position]);
      await database.query(SHIFT, [position, ASIDE]);
      await database.query(SHIFT, [ASIDE, -1 - ASIDE]);
    },
  };
}

function swapped([one, other]: readonly [number, number]): Change {
  const swap = async (database: pg.Pool): Promise<void> => {
    await database.query(MOVE, [one, ASIDE]);
    await database.query(MOVE, [other, one]);
    await database.query(MOVE, [ASIDE, other]);
  };
  return { what: `rows ${one} and ${other} swapped`, position: Math.min(one, other), make: swap, undo: swap };
}

/** The hash over an event on any level of tiles there is. */
function alteredTile([position, byte, by]: readonly [number, number, number]): Change {
  const level = position % 2;
  const place = Math.floor((position - 1) / TILE_WIDTH ** level);
  const values = [level, Math.floor(place / TILE_WIDTH), (place % TILE_WIDTH) * HASH_BYTES + byte, by];
  // The same again takes it back. Of a hash that is not there nothing is changed, so the first of the tile is.
  const sql = `update ledger.log_tiles t
      set hashes = set_byte(hashes, o.at, get_byte(hashes, o.at) # $4)
     from (select $3::int % octet_length(hashes) as at from ledger.log_tiles where level = $1 and index = $2) o
    where t.level = $1 and t.index = $2`;
  const flip = async (database: pg.Pool): Promise<void> => {
    await database.query(sql, values);
  };
  return { what: `tile ${level}/${values[1]} altered at ${values[2]}`, make: flip, undo: flip };
}

/** What the newest checkpoint says, or the signature on it; the last bytes of the base64 of a signature hold nothing. */
function alteredCheckpoint([place, choice]: readonly [number, number]): Change {
  let before = '';
  const write = `update ledger.log_checkpoints set note = $1
     where number = (select max(number) from ledger.log_checkpoints where published_at is not null)`;
  return {
    what: `checkpoint altered at ${place}`,
    make: async (database) => {
      const { rows } = await database.query<{ note: string }>(
        'select note from ledger.log_checkpoints where published_at is not null order by number desc limit 1',
      );
      before = rows[0]?.note ?? '';
      const at = place % (before.length - 8);
      await database.query(write, [
        `${before.slice(0, at)}${another(before.charAt(at), choice)}${before.slice(at + 1)}`,
      ]);
    },
    undo: async (database) => {
      await database.query(write, [before]);
    },
  };
}
