import { type EventData } from '#libs/domain';
import { dated, dayColumns, isCertainBy, type Dated } from '../days.ts';
import { columns, tableOf, type EventTable } from '../event-table.ts';
import { cursorAfter, cut, keyIn, limitOf, type List, type Page } from '../page.ts';
import { type Snapshot } from '../snapshot.ts';
import { standingRows, toldAnew } from '../told-anew.ts';

type Adopted = EventData<'SanctionsPackageAdopted'>;

/** One package of sanctions. */
export interface PackageRow {
  readonly position: number;
  readonly imposer: string;
  readonly target: string;
  readonly number: number | null;
  readonly earliest: string;
  readonly latest: string;
  readonly recordedAt: string;
  readonly data: Adopted;
}

export const packages: EventTable<PackageRow> = {
  table: tableOf<PackageRow>('packages', {
    position: columns.key('bigint'),
    imposer: columns.text(),
    target: columns.text(),
    number: columns.nullable(columns.number()),
    earliest: columns.day(),
    latest: columns.day(),
    recordedAt: columns.text('recorded_at'),
    data: columns.json(),
  }),
  rowOf: ({ event, recorded: { position, recordedAt } }) => {
    if (event.type !== 'SanctionsPackageAdopted') return undefined;
    const { imposer, target, number, adopted } = event.data;
    return { position, imposer, target, number, ...dayColumns(adopted), recordedAt, data: event.data };
  },
};

/** Which registers are asked for. */
export interface RegisterFilter {
  readonly imposer?: string;
  readonly target?: string;
}

/** Numbers that no package in the register has though higher ones have, both ends included. */
export interface Gap {
  readonly from: number;
  readonly to: number;
}

/** How many persons, entities and vessels a package lists; null is not known. */
export interface Targets {
  readonly individuals: number | null;
  readonly entities: number | null;
  readonly vessels: number | null;
}

export interface PackageAnswer {
  readonly id: string;
  /** In the imposer's own count; null where it is not known. */
  readonly number: number | null;
  /** When it was decided. */
  readonly adopted: Dated;
  readonly published: Dated | null;
  /** From when it applies. */
  readonly inForce: Dated | null;
  /** How many it lists, as far as a source counts them. */
  readonly targets: Targets | null;
  /** False where its date leaves open whether it had been adopted by the day asked for. */
  readonly certain: boolean;
  readonly against: readonly string[];
  readonly note: string | null;
  readonly meeting: string | null;
  readonly attribution: Adopted['attribution'];
  readonly evidence: Adopted['evidence'];
  readonly position: number;
  readonly recordedAt: string;
}

/** The packages that one party has adopted on account of one state. */
export interface RegisterAnswer {
  readonly imposer: string;
  readonly target: string;
  /** How many had certainly been adopted by the day asked for. */
  readonly count: number;
  /** The highest number among those; null where none is numbered. */
  readonly highestNumber: number | null;
  /** Numbers missing below the highest. One of unknown number may be among them. */
  readonly gaps: readonly Gap[];
  /** Those of known number, by number. */
  readonly packages: readonly PackageAnswer[];
  /** Those of unknown number, by day. */
  readonly unnumbered: readonly PackageAnswer[];
}

/**
 * The registers of sanctions packages, by imposer and target.
 *
 * @throws BadCursor
 */
export async function registersQuery(
  snapshot: Snapshot,
  { imposer, target }: RegisterFilter,
  page: Page,
): Promise<List<RegisterAnswer>> {
  const { manager, at, asOf } = snapshot;
  const limit = limitOf(page);
  const [imposerAfter, targetAfter] =
    page.cursor === undefined
      ? [null, null]
      : keyIn(page.cursor, 'register', (_, id) => typeof id === 'string');
  const values = [
    ...[at.validAt, at.knownAt ?? null, imposer ?? null, target ?? null, imposerAfter, targetAfter],
    limit + 1,
  ] as unknown[];
  const told = await toldAnew(snapshot);
  const standing = standingRows(packages, told, (value) => `$${values.push(value)}`);
  const rows = await manager.query<RegisteredColumns[]>(
    `with known as (
       select * from ${standing} fact
        where earliest <= $1 and position <= coalesce($2, position)
          and imposer = coalesce($3, imposer) and target = coalesce($4, target)
     ), page as (
       select distinct imposer, target from known
        where $5::text is null or (imposer, target) > ($5, $6::text)
        order by imposer, target limit $7
     )
     select known.imposer, known.target, known.position, known.recorded_at as "recordedAt", known.data
       from known join page using (imposer, target)
      order by known.imposer, known.target, known.number nulls last, known.earliest, known.position`,
    values,
  );
  const registers = grouped(rows);
  const { rows: shown, next } = cut(registers, limit, (last) =>
    cursorAfter('register', [last[0]?.imposer ?? '', last[0]?.target ?? '']),
  );
  return { items: shown.map((register) => registerAnswer(register, at.validAt)), next, asOf };
}

type RegisteredColumns = Pick<PackageRow, 'imposer' | 'target' | 'position' | 'recordedAt' | 'data'>;

function grouped(rows: readonly RegisteredColumns[]): readonly (readonly RegisteredColumns[])[] {
  const registers = new Map<string, RegisteredColumns[]>();
  for (const row of rows) {
    const key = `${row.imposer} ${row.target}`;
    registers.set(key, [...(registers.get(key) ?? []), row]);
  }
  return [...registers.values()];
}

function registerAnswer(rows: readonly RegisteredColumns[], validAt: string): RegisterAnswer {
  const all = rows.map((row) => packageAnswer(row, validAt));
  const certain = all.filter((known) => known.certain);
  const numbers = certain.flatMap(({ number }) => number ?? []);
  const { imposer = '', target = '' } = rows[0] ?? {};
  return {
    imposer,
    target,
    count: certain.length,
    highestNumber: numbers.length === 0 ? null : Math.max(...numbers),
    gaps: gapsIn(numbers),
    packages: all.filter(({ number }) => number !== null),
    unnumbered: all.filter(({ number }) => number === null),
  };
}

/** The numbers missing from 1 to the highest, as ranges. */
export function gapsIn(numbers: readonly number[]): readonly Gap[] {
  const gaps: Gap[] = [];
  let expected = 1;
  for (const number of [...new Set(numbers)].sort((left, right) => left - right)) {
    if (number > expected) gaps.push({ from: expected, to: number - 1 });
    expected = number + 1;
  }
  return gaps;
}

const targetsOf = ({ individuals, entities, vessels }: NonNullable<Adopted['targets']>): Targets => ({
  individuals: individuals ?? null,
  entities: entities ?? null,
  vessels: vessels ?? null,
});

/** A package for an answer. */
export const packageAnswer = (
  { data, position, recordedAt }: Pick<PackageRow, 'data' | 'position' | 'recordedAt'>,
  validAt: string,
): PackageAnswer => ({
  id: data.package,
  number: data.number,
  adopted: dated(data.adopted),
  published: data.published === undefined ? null : dated(data.published),
  inForce: data.inForce === undefined ? null : dated(data.inForce),
  targets: data.targets === undefined ? null : targetsOf(data.targets),
  certain: isCertainBy(validAt, data.adopted),
  against: data.against,
  note: data.note ?? null,
  meeting: data.meeting ?? null,
  attribution: data.attribution,
  evidence: data.evidence,
  position,
  recordedAt,
});
