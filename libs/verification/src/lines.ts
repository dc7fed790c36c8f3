const NEWLINE = 0x0a;

/** The lines of a file, without their newlines, as many at a time as come with a chunk: one at a time costs more than hashing. */
export async function* lineBatches(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<readonly Buffer[]> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    const all: Buffer = rest.length === 0 ? bytes : Buffer.concat([rest, bytes]);
    const lines: Buffer[] = [];
    let from = 0;
    for (let end = all.indexOf(NEWLINE); end >= 0; end = all.indexOf(NEWLINE, from)) {
      lines.push(all.subarray(from, end));
      from = end + 1;
    }
    rest = all.subarray(from);
    yield lines;
  }
  if (rest.length > 0) yield [rest];
}
