import { z } from 'zod';

const place = z.strictObject({
  position: z.int().positive(),
  pointer: z.string().optional(),
  as: z.enum(['lo', 'hi']).optional(),
});

const value = z.union([z.string(), z.number(), z.null()]);

/** A line of figures.jsonl: a figure of a report, and how it follows from leaves and from other figures (docs/report.md). */
export const figure = z.strictObject({
  figure: z.string(),
  value,
  op: z.enum(['copy', 'count', 'sum', 'min', 'max', 'given', 'rule']),
  of: z.array(place).default([]),
  from: z.array(z.string()).default([]),
  is: value.optional(),
  note: z.string().optional(),
});

export type Figure = z.output<typeof figure>;

/** A value in a leaf, by an RFC 6901 pointer; or, with `as`, an end of the interval of the quantity there. */
export type Place = z.output<typeof place>;

/** All figures of a report, by their ids. */
export type Figures = ReadonlyMap<string, Figure>;

/** The id of a figure in two: what it is a figure of, and which. */
export function cutId(id: string): { readonly prefix: string; readonly last: string } {
  const dot = id.lastIndexOf('.');
  return { prefix: id.slice(0, Math.max(0, dot)), last: id.slice(dot + 1) };
}
