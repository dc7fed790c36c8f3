import { figuresOf } from './figures-of.ts';
import { type Report, type Sheets } from './report.ts';

/**
 * The report as JSON text, piece by piece, with each item of a long list on a line of its own. What it holds is in the order
 * of the ten sections; last come the values of all figures by their ids, for programs that compare them.
 */
export function* reportJson(report: Report): Generator<string, void> {
  let before = '{\n';
  for (const [name, value] of Object.entries(report)) {
    yield `${before}${JSON.stringify(name)}: `;
    before = ',\n';
    if (isWritten(value)) yield* listJson(decoded(value.json()));
    else if (isList(value)) yield* listJson(written(value));
    else yield JSON.stringify(value);
  }
  yield ',\n"figures": {';
  before = '\n';
  for (const { figure, value } of figuresOf(report)) {
    yield `${before}${JSON.stringify(figure)}: ${JSON.stringify(value)}`;
    before = ',\n';
  }
  yield '\n}\n}\n';
}

const isList = (value: unknown): value is Iterable<unknown> =>
  typeof value === 'object' && value !== null && Symbol.iterator in value;

/** Whether a list has its items as JSON already. */
const isWritten = (value: unknown): value is Pick<Sheets, 'json'> => isList(value) && 'json' in value;

function* decoded(all: Iterable<Uint8Array>): Generator<string, void> {
  const decoder = new TextDecoder();
  for (const json of all) yield decoder.decode(json);
}

function* written(items: Iterable<unknown>): Generator<string, void> {
  for (const item of items) yield JSON.stringify(item);
}

function* listJson(items: Iterable<string>): Generator<string, void> {
  let before = '[\n';
  for (const item of items) {
    yield `${before}${item}`;
    before = ',\n';
  }
  yield before === '[\n' ? '[]' : '\n]';
}
