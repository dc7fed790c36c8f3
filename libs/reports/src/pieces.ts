const PIECE = 1 << 18;

/** Text in pieces of some size, as UTF-8: a chunk through a stream costs more than a line of text. */
export function* inPieces(text: Iterable<string>): Generator<Buffer, void> {
  let [some, length]: [string[], number] = [[], 0];
  for (const piece of text) {
    some.push(piece);
    length += piece.length;
    if (length < PIECE) continue;
    yield Buffer.from(some.join(''));
    [some, length] = [[], 0];
  }
  if (length > 0) yield Buffer.from(some.join(''));
}
