import { addDecimals, labels, type Interval } from '#libs/domain';
import { type ReconciliationAnswer } from '#libs/read-models';
import { type Figure, type Place } from '../figure.ts';
import { type ExceptionGroup, type ReportOf, type Sheet, type SourceEvidence } from '../report.ts';
import { type Sums } from './sums.ts';
import { type Survey } from './survey.ts';

/** How one commitment stands. */
export interface Standing {
  readonly id: string;
  /** Undefined where there is nothing to answer. */
  readonly answered: { readonly label: string; readonly outcome: string } | undefined;
  /** The figures that sums are made of. */
  readonly summed: readonly Figure[];
}

/** How the commitment of a sheet stands. */
export const standingOf = ({ id, answer, figures }: Sheet): Standing => ({
  id,
  answered: answer ? { label: answer.label, outcome: answer.fulfilment.outcome } : undefined,
  summed: figures.filter(({ figure }) => SUMMED.some((name) => figure.endsWith(name))).map(slim),
});

/** How many commitments stand how, and by which figures of their sheets that is known. */
export class Standings {
  readonly #labels = new Map<string, string[]>();
  readonly #outcomes = new Map<string, string[]>();
  readonly #ids: string[] = [];
  readonly figures = new Map<string, Figure>();
  commitments = 0;

  add({ id, answered, summed }: Standing): void {
    this.commitments += 1;
    this.#ids.push(id);
    if (!answered) return;
    put(this.#labels, answered.label, id);
    put(this.#outcomes, answered.outcome, id);
    for (const figure of summed) this.figures.set(figure.figure, figure);
  }

  get ids(): readonly string[] {
    return this.#ids;
  }

  counts(): readonly Figure[] {
    const of = (name: string, among: ReadonlyMap<string, readonly string[]>, figure: string) =>
      [...among.keys()].sort(byLabel).map((value): Figure => {
        const ids = among.get(value) ?? [];
        return {
          ...{ figure: `counts.${name}.${value}`, value: ids.length, op: 'count', of: [] },
          ...{ from: ids.map((id) => `commitments.${id}.${figure}`), is: value },
          note: `Commitments whose ${figure} is ${value}.`,
        };
      });
    return [...of('labels', this.#labels, 'label'), ...of('outcomes', this.#outcomes, 'outcome')];
  }
}

const SUMMED = ['.target.lo', '.target.hi', '.recorded.lo', '.recorded.hi', '.delivered.lo', '.delivered.hi'];

const slim = ({ figure, value, op, note }: Figure): Figure => ({ figure, value, op, of: [], note });

const byLabel = (one: string, other: string): number =>
  (labels as readonly string[]).indexOf(one) - (labels as readonly string[]).indexOf(other) ||
  (one < other ? -1 : 1);

function put(into: Map<string, string[]>, key: string, id: string): void {
  const before = into.get(key);
  if (before) before.push(id);
  else into.set(key, [id]);
}

interface Ground {
  readonly of: ReportOf;
  readonly root: string;
  readonly survey: Survey;
  readonly sources: readonly SourceEvidence[];
  readonly standings: Standings;
  readonly groups: readonly ExceptionGroup[];
  readonly sums: Sums;
  readonly reconciliations: readonly ReconciliationAnswer[];
}

/** The figures of the report as a whole: what it was asked, how many there are of what, and what they come to. */
export function overallFigures(ground: Ground): readonly Figure[] {
  const { survey, sources, standings, groups, sums, reconciliations } = ground;
  // The same events stand under several figures, and may be all there are.
  const places: Place[] = [];
  const leaves = (positions: readonly number[]) =>
    positions.map((position) => (places[position] ??= { position }));
  const count = (figure: string, positions: readonly number[], note: string): Figure => ({
    ...{ figure: `counts.${figure}`, value: positions.length, op: 'count', of: leaves(positions), note },
  });
  const registered = sources.flatMap(({ registered: position }) => position ?? []);
  return [
    ...givenFigures(ground),
    count('events', survey.positions, 'Events that this report is about.'),
    {
      ...{ figure: 'counts.commitments', value: standings.commitments, op: 'count', of: [] },
      from: standings.ids.map((id) => `commitments.${id}.events`),
      note: 'Commitments that have a sheet.',
    },
    count('sources', registered, 'Sources that are registered.'),
    count('meetings', survey.meetings, 'Meetings, conferences and signings.'),
    ...standings.counts(),
    ...groups.map(({ kind, items, meaning }): Figure => {
      const positions = eachOnce(items, ground.of.position);
      return {
        ...{ figure: `counts.exceptions.${kind}`, value: items.length, op: 'rule', of: leaves(positions) },
        note: `Entries of the list, which say more. ${meaning}`,
      };
    }),
    ...sums.sums.flatMap((sum) => sumFigures(sum, sums, standings)),
    ...reconciliations.flatMap((each) => totalFigures(each, ground)),
  ];
}

/** The positions of some exceptions, ascending: of a whole ledger that may be all there are, several times over. */
function eachOnce(items: ExceptionGroup['items'], last: number): readonly number[] {
  const isThere = new Uint8Array(last + 1);
  for (const { positions } of items) for (const position of positions) isThere[position] = 1;
  const found: number[] = [];
  isThere.forEach((is, position) => {
    if (is === 1) found.push(position);
  });
  return found;
}

const givenFigures = ({ of, root }: Ground): readonly Figure[] => {
  const given = (figure: string, value: Figure['value'], note: string): Figure => ({
    ...{ figure: `report.${figure}`, value, op: 'given', of: [], note },
  });
  return [
    given('scope', of.scope, 'What the report was asked to be about.'),
    given('valid-at', of.validAt, 'The day asked about.'),
    given('position', of.position, 'The position up to which the log counts: the size of the tree.'),
    given('root', root, 'The root of that tree (RFC 6962, SHA-256), in hexadecimal.'),
  ];
};

function sumFigures(
  sum: Sums['sums'][number],
  { items, perhapsLeftOut }: Sums,
  { figures }: Standings,
): readonly Figure[] {
  const amounts: Readonly<Record<string, Interval>> = {
    promised: sum.promised,
    recorded: sum.recorded,
    delivered: sum.delivered,
  };
  const summands = items.filter(({ unit }) => unit === sum.unit);
  const words = `over ${sum.commitments} commitment${sum.commitments === 1 ? '' : 's'} measured in ${sum.unit}, each amount once`;
  return Object.entries(amounts).flatMap(([name, amount]) =>
    (['lo', 'hi'] as const).map((end): Figure => {
      const figure = name === 'promised' ? 'target' : name;
      const some = name === 'promised' ? summands.filter(({ promised }) => promised !== null) : summands;
      const from = some.map(({ id }) => `commitments.${id}.${figure}.${end}`);
      const isSum =
        perhapsLeftOut.length === 0 && sumOf(from.map((each) => figures.get(each)?.value)) === amount[end];
      return {
        ...{ figure: `sums.${sum.unit}.${name}.${end}`, value: amount[end], op: isSum ? 'sum' : 'rule' },
        ...{ of: [], from },
        note: isSum
          ? `The sum ${words}.`
          : `The sum ${words}; none where one of them is open above, and allowing for what may be one promise told twice.`,
      };
    }),
  );
}

/** The exact sum, null where one of them is open above; undefined where one is not there. */
function sumOf(values: readonly (Figure['value'] | undefined)[]): string | null | undefined {
  let sum: string | null = '0';
  for (const value of values) {
    if (value === undefined) return undefined;
    sum = sum === null || value === null ? null : addDecimals(sum, String(value));
  }
  return sum;
}

const totalFigures = (
  { id, stated, itemised, residual, position, derivation }: ReconciliationAnswer,
  { survey }: Ground,
): readonly Figure[] => {
  const place = survey.totals.find((total) => total.data.report === id && total.position === position)?.place;
  return (['lo', 'hi'] as const).flatMap((end): readonly Figure[] => {
    const of = [{ position: place?.position ?? position }];
    const figure = (name: string) => `totals.${id}.${name}.${end}`;
    const pointer = `${place?.pointer ?? ''}/total`;
    const at = [{ position: place?.position ?? position, pointer, as: end }];
    return [
      { figure: figure('stated'), value: stated[end], op: 'copy', of: at, note: derivation[0] ?? '' },
      { figure: figure('itemised'), value: itemised[end], op: 'rule', of, note: derivation[1] ?? '' },
      { figure: figure('residual'), value: residual[end], op: 'rule', of, note: derivation[2] ?? '' },
    ];
  });
};
