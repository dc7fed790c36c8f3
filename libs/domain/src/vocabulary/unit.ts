import { z } from 'zod';
import { scaleNames, timesPowerOfTen, type Decimal } from './decimal.ts';

const currencies: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));

export type Dimension = 'energy' | 'power' | 'apparent power' | 'mass' | 'volume' | 'length' | 'area';

interface PhysicalUnit {
  readonly dimension: Dimension;
  /** Its size as a power of ten of the smallest unit of its dimension in this table. */
  readonly exponent: number;
  /** How it is spelled out, in the plural. */
  readonly names: readonly string[];
}

const of = (dimension: Dimension, exponent: number, ...names: readonly string[]): PhysicalUnit => ({
  dimension,
  exponent,
  names,
});

/**
 * Units that are measured and not counted, by their symbols in the SI Brochure (BIPM; litre, tonne and hectare from its
 * table of units accepted for use with the SI) and IEC 80000-6 (volt-ampere). All of a dimension differ by powers of
 * ten, so every conversion of a decimal is a decimal, exactly. What one kVA gives in kW depends on the load, so apparent
 * power is a dimension of its own.
 */
const physical: ReadonlyMap<string, PhysicalUnit> = new Map([
  ['kWh', of('energy', 0, 'kilowatt-hours')],
  ['MWh', of('energy', 3, 'megawatt-hours')],
  ['GWh', of('energy', 6, 'gigawatt-hours')],
  ['kW', of('power', 0, 'kilowatts')],
  ['MW', of('power', 3, 'megawatts')],
  ['GW', of('power', 6, 'gigawatts')],
  ['kVA', of('apparent power', 0, 'kilovolt-amperes')],
  ['MVA', of('apparent power', 3, 'megavolt-amperes')],
  ['kg', of('mass', 0, 'kilograms', 'kilogrammes')],
  ['t', of('mass', 3, 'tonnes')],
  ['l', of('volume', 0, 'litres', 'liters')],
  ['m3', of('volume', 3, 'cubic-metres', 'cubic-meters', 'm³')],
  ['m', of('length', 0, 'metres', 'meters')],
  ['km', of('length', 3, 'kilometres', 'kilometers')],
  ['m2', of('area', 0, 'square-metres', 'square-meters', 'm²')],
  ['ha', of('area', 4, 'hectares')],
  ['km2', of('area', 6, 'square-kilometres', 'square-kilometers', 'km²')],
]);

const symbolOfName: ReadonlyMap<string, string> = new Map(
  [...physical].flatMap(([symbol, { names }]) => names.map((name) => [name, symbol] as const)),
);

const symbolInAnyCase: ReadonlyMap<string, string> = new Map(
  [...currencies, ...physical.keys()].map((symbol) => [symbol.toLowerCase(), symbol]),
);

/** Whether it is a currency, by its ISO 4217 code. */
export const isMoney = (code: string): boolean => /^[A-Z]{3}$/.test(code) && !physical.has(code);

/** Whether it is counted, in whole numbers: a plural noun. */
export const isGoods = (code: string): boolean => !isMoney(code) && !physical.has(code);

/** What a physical unit measures; undefined for money and goods. */
export const dimensionOf = (code: string): Dimension | undefined => physical.get(code)?.dimension;

/** The symbol of a physical unit that is spelled out (`tonnes`, `m³`); undefined for any other word. */
export const symbolFor = (name: string): string | undefined => symbolOfName.get(name);

/** Whether an amount in one unit can be said in another exactly: the same unit, or two of one dimension. */
export const areConvertible = (from: string, to: string): boolean =>
  from === to || (physical.has(from) && dimensionOf(from) === dimensionOf(to));

/**
 * The same amount in another unit of the same dimension, exactly.
 *
 * @throws RangeError where the units measure different things, or are money or goods.
 */
export function convert(value: Decimal, from: string, to: string): Decimal {
  if (from === to) return value;
  const [source, target] = [physical.get(from), physical.get(to)];
  if (source?.dimension === undefined || source.dimension !== target?.dimension)
    throw new RangeError(`${from} is never converted to ${to}`);
  return timesPowerOfTen(value, source.exponent - target.exponent);
}

/** Whether a unit can be recorded as it is written. */
export const isUnit = (text: string): boolean => faultOf(text) === undefined;

/** What is wrong with a unit and what to write instead; undefined where nothing is. */
function faultOf(text: string): string | undefined {
  if (currencies.has(text) || physical.has(text)) return undefined;
  if (text === 'tons') return 'is not a unit, since a ton is not the same everywhere: write t for tonnes';
  const meant = symbolOfName.get(text) ?? symbolInAnyCase.get(text.toLowerCase());
  if (meant !== undefined) return `is not a unit: write ${meant}`;
  if ((scaleNames as readonly string[]).includes(text))
    return 'is a number and not a unit: say of what, as in 3 million USD';
  if (/^[a-z]+(?:-[a-z0-9]+)*$/.test(text)) return undefined;
  return (
    'is not a unit: use an ISO 4217 code such as USD, a plural noun in lower case such as generators, ' +
    `or one of ${[...physical.keys()].join(', ')}`
  );
}

/**
 * In what something is counted or measured. Amounts in units of different dimensions are never added, and money is never
 * converted.
 */
export const unit = z
  .string()
  .max(60)
  .superRefine((text, context) => {
    const message = faultOf(text);
    if (message !== undefined) context.addIssue({ code: 'custom', message });
  })
  .meta({
    id: 'Unit',
    description:
      'Money by its ISO 4217 code, goods by a plural noun in lower case, or a physical unit by its symbol: ' +
      [...physical.keys()].join(', '),
    examples: ['USD', 'generators', 'MWh'],
  });
