declare module 'edtf' {
  /** Parses EDTF level 2; throws on anything else. `min` and `max` are epoch milliseconds, infinite where open. */
  export default function edtf(text: string): { type: string; min: number | null; max: number | null };
}
