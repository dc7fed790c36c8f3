import fc from 'fast-check';

/** The symbols of all units that are measured and not counted. */
export const physicalUnits = [
  ...['kWh', 'MWh', 'GWh', 'kW', 'MW', 'GW', 'kVA', 'MVA', 'kg', 't'],
  ...['l', 'm3', 'm', 'km', 'm2', 'ha', 'km2'],
];

/** Arbitrary positive decimals: of any size, with a fraction, or from 1 to 30. */
export const amounts = {
  whole: fc.bigInt({ min: 1n, max: 10n ** 20n }).map(String),
  fraction: fc
    .tuple(fc.bigInt({ min: 0n, max: 10n ** 15n }), fc.stringMatching(/^\d{0,8}[1-9]$/))
    .map(([front, rest]) => `${front}.${rest}`),
  small: fc.integer({ min: 1, max: 30 }).map(String),
};
