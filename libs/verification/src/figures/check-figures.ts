import type { Checkpoint } from '#libs/transparency';
import { BrokenBundle, type BundleFiles } from '../bundle/bundle-files.ts';
import type { KeptLeaves } from '../bundle/kept-leaves.ts';
import type { Roots } from '../bundle/open-bundle.ts';
import type { Findings } from '../findings.ts';
import { lineBatches } from '../lines.ts';
import { compute, decimal } from './compute.ts';
import { cutId, figure, type Figure, type Figures } from './figure.ts';
import { leafValue, NothingThere } from './leaf-value.ts';
import { reportedFigures } from './reported.ts';
import { givenFault, verdictFault } from './sealed-by.ts';

/** What the figures of a bundle are held against. */
export interface Evidence {
  readonly files: BundleFiles;
  readonly checkpoint: Checkpoint;
  readonly kept: KeptLeaves;
  readonly roots: Roots;
  readonly findings: Findings;
}

/**
 * The figures of the report in a bundle; undefined where it has none.
 *
 * @throws BrokenBundle when a line is no figure, or a figure stands there twice.
 */
export async function figuresIn(files: BundleFiles): Promise<Figures | undefined> {
  if (!files.names.has('figures.jsonl')) return undefined;
  const figures = new Map<string, Figure>();
  for await (const lines of lineBatches(files.chunks('figures.jsonl'))) {
    for (const line of lines) {
      const parsed = figure.safeParse(json(line));
      if (!parsed.success) throw new BrokenBundle(`Line ${figures.size + 1} of figures.jsonl is no figure.`);
      if (figures.has(parsed.data.figure))
        throw new BrokenBundle(`${parsed.data.figure} stands twice in figures.jsonl.`);
      figures.set(parsed.data.figure, parsed.data);
    }
  }
  return figures;
}

/** The positions of all leaves that figures rest on. */
export const positionsUnder = (figures: Figures | undefined): ReadonlySet<number> =>
  new Set([...(figures?.values() ?? [])].flatMap(({ of }) => of.map(({ position }) => position)));

/** The sizes of the log whose root figures tell. */
export const sizesTold = (figures: Figures | undefined): readonly number[] =>
  [...(figures?.values() ?? [])]
    .filter(({ figure: id }) => cutId(id).last === 'position')
    .map(({ value }) => Number(value));

/**
 * Computes the figures again from the leaves, as far as that takes no rule of the ledger, and compares all of them with
 * those in report.json.
 *
 * @throws BrokenBundle when report.json has no figures.
 */
export async function checkFigures(figures: Figures, evidence: Evidence): Promise<void> {
  const { findings } = evidence;
  const reported = await reportedFigures(evidence.files);
  for (const one of figures.values()) {
    for (const { position } of one.of) {
      if (!evidence.kept.at(position))
        findings.bad('figures', `${one.figure} rests on it, and it is not proved`, position);
    }
    const fault = faultOf(one, figures, evidence);
    if (fault !== undefined)
      findings.bad(
        'figures',
        `${one.figure}: ${fault}`,
        one.of.length === 1 ? one.of[0]?.position : undefined,
      );
    if (!reported.get(one.figure)?.every((value) => value === one.value)) {
      findings.bad('figures', `${one.figure} is not in report.json, or is another there`);
    }
  }
  for (const id of reported.keys()) {
    if (!figures.has(id))
      findings.bad('figures', `${id} is in report.json, and nothing says how it follows from leaves`);
  }
  if (findings.isGood('figures')) findings.good('figures', inWords(figures));
}

function json(text: Buffer): unknown {
  try {
    return JSON.parse(text.toString()) as unknown;
  } catch {
    return undefined;
  }
}

function faultOf(one: Figure, figures: Figures, evidence: Evidence): string | undefined {
  switch (one.op) {
    case 'given':
      return givenFault(one, figures, evidence);
    case 'rule':
      return verdictFault(one, figures, evidence);
    case 'count':
      return countFault(one, figures);
    case 'copy':
    case 'sum':
    case 'min':
    case 'max':
      return computedFault(one, one.op, figures, evidence);
  }
}

function countFault(one: Figure, figures: Figures): string | undefined {
  const other = one.from.find(
    (id) => !figures.has(id) || (one.is !== undefined && figures.get(id)?.value !== one.is),
  );
  if (other !== undefined) return `${other} is not there, or is not ${one.is ?? ''}`;
  const count = one.of.length + one.from.length;
  return String(one.value) === String(count) ? undefined : `it is ${one.value}, and there are ${count}`;
}

function computedFault(
  one: Figure,
  op: 'copy' | 'sum' | 'min' | 'max',
  figures: Figures,
  { kept }: Evidence,
): string | undefined {
  const values: unknown[] = [];
  for (const place of one.of) {
    const leaf = kept.at(place.position);
    if (!leaf) return undefined;
    try {
      values.push(leafValue(leaf, place));
    } catch (error) {
      if (!(error instanceof NothingThere)) throw error;
      return error.message;
    }
  }
  for (const id of one.from) {
    const other = figures.get(id);
    if (!other) return `there is no figure ${id}`;
    values.push(other.value);
  }
  if (op === 'copy') {
    if (values.length !== 1) return 'a copy is of one value';
    return values[0] === one.value
      ? undefined
      : `it is ${one.value}, and the leaf says ${JSON.stringify(values[0])}`;
  }
  const computed = compute(op, values);
  if (computed === undefined) return 'it rests on what is no decimal';
  const isSame = computed === null ? one.value === null : decimal(one.value)?.eq(computed) === true;
  return isSame
    ? undefined
    : `it is ${one.value}, and the leaves give ${computed === null ? 'no end' : computed.toFixed()}`;
}

function inWords(figures: Figures): string {
  const all = [...figures.values()];
  const rules = all.filter(({ op }) => op === 'rule').length;
  const given = all.filter(({ op }) => op === 'given').length;
  return `${all.length}, as in report.json: ${all.length - rules - given} computed again from leaves, ${rules} by rules, which rest on proved leaves, ${given} given`;
}
