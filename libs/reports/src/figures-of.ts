import { type Figure } from './figure.ts';
import { type Report } from './report.ts';

/** Every figure of a report: those of the whole, then those of each sheet. */
export function* figuresOf(report: Report): Generator<Figure, void> {
  yield* report.counts.figures;
  for (const { figures } of report.commitments) yield* figures;
}
