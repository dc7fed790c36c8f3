/** How much a long test takes on: a gate of seconds in `npm test`, all of it in `npm run test:long`. */
export const sized = ({ gate, long }: { readonly gate: number; readonly long: number }): number =>
  process.env['LEDGER_LONG'] === '1' ? long : gate;
