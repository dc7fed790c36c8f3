const NEWLINE = 0x0a;

/** The lines of a file, without their newlines, as many at a time as come with a chunk: one at a time costs more than hashing. */
export async function* lineBatches(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<readonly Buffer[]> {
  for await (const lines of prefixedLines(chunks, NEWLINE)) yield lines.map((line) => line.subarray(1));
}

/**
 * The same, each line behind a byte that is put in place of the newline before it: what is to be hashed behind a prefix then
 * needs no copy.
 */
export async function* prefixedLines(
  chunks: AsyncIterable<Uint8Array>,
  prefix: number,
): AsyncGenerator<readonly Buffer[]> {
  let rest: Buffer = Buffer.of(prefix);
  for await (const chunk of chunks) {
    // A copy in any case, so that nobody else's bytes are written to.
    const all = Buffer.concat([rest, chunk]);
    const lines: Buffer[] = [];
    let from = 0;
    for (let end = all.indexOf(NEWLINE, 1); end >= 0; end = all.indexOf(NEWLINE, from + 1)) {
      lines.push(all.subarray(from, end));
      all[end] = prefix;
      from = end;
    }
    rest = all.subarray(from);
    yield lines;
  }
  if (rest.length > 1) yield [rest];
}
