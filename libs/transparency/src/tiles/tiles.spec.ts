import {
  edgeTiles,
  EMPTY_ROOT,
  entryBundle,
  Frontier,
  GrowingTiles,
  HASH_BYTES,
  inclusionRanges,
  leafHash,
  leavesIn,
  parseTilePath,
  provesInclusion,
  rangeHash,
  subtreeHashes,
  type TileBytes,
  tilePath,
  tilesUnder,
  tileWidth,
  Unreadable,
} from '#libs/transparency';
import fc from 'fast-check';

/** Tiles as a store keeps them: each by its name, grown in place. */
class KeptTiles {
  readonly tiles = new Map<string, Buffer>();

  keep(growing: GrowingTiles): void {
    for (const { level, index, hashes } of growing.takeGrown()) this.tiles.set(`${level}/${index}`, hashes);
  }

  readonly bytes: TileBytes = ({ level, index }) => this.tiles.get(`${level}/${index}`) ?? Buffer.alloc(0);
}

const leaf = (index: number): Buffer => leafHash(`leaf ${index}`);

describe('the address of a tile', () => {
  it.each([
    [{ level: 0, index: 0, width: 256 }, 'tile/0/000'],
    [{ level: 0, index: 1_234_067, width: 256 }, 'tile/0/x001/x234/067'],
    [{ level: 63, index: 999, width: 1 }, 'tile/63/999.p/1'],
    [{ level: 'entries' as const, index: 1_000, width: 255 }, 'tile/entries/x001/000.p/255'],
  ])('of %j is %s', (coordinates, path) => {
    expect(tilePath(coordinates)).toBe(path);
    expect(parseTilePath(path)).toEqual(coordinates);
  });

  it('is read back as it was written', () => {
    const level = fc.oneof(fc.constant('entries' as const), fc.integer({ min: 0, max: 63 }));
    const index = fc.oneof(fc.nat(300_000), fc.maxSafeNat());
    fc.assert(
      fc.property(fc.record({ level, index, width: fc.integer({ min: 1, max: 256 }) }), (coordinates) => {
        expect(parseTilePath(tilePath(coordinates))).toEqual(coordinates);
      }),
    );
  });

  it.each([
    'tile/0/0',
    'tile/0/1000',
    'tile/0/x000/001',
    'tile/00/000',
    'tile/64/000',
    'tile/0/000.p/0',
    'tile/0/000.p/256',
    'tile/0/000.p/05',
    'tile/-1/000',
    'tile/0/x001/x234',
    'tile/leaves/000',
    'tile/0/000/',
    'tile/0/x999/x999/x999/x999/x999/999',
    '../tile/0/000',
  ])('is not %s', (path) => {
    expect(parseTilePath(path)).toBeUndefined();
  });
});

describe('a tree in tiles', () => {
  it('of 70,000 leaves has the tiles that the specification counts', () => {
    expect(tileWidth(0, 272, 70_000)).toBe(256);
    expect(tileWidth(0, 273, 70_000)).toBe(112);
    expect(tileWidth(0, 274, 70_000)).toBe(0);
    expect(tileWidth(1, 0, 70_000)).toBe(256);
    expect(tileWidth(1, 1, 70_000)).toBe(17);
    expect(tileWidth(2, 0, 70_000)).toBe(1);
    expect(edgeTiles(70_000)).toEqual([
      { level: 0, index: 273 },
      { level: 1, index: 1 },
      { level: 2, index: 0 },
    ]);
    expect(edgeTiles(256)).toEqual([{ level: 1, index: 0 }]);
    expect(edgeTiles(0)).toEqual([]);
  });

  it('grows to the root of the tree, however often it is put down and taken up again', () => {
    const stretches = fc.array(fc.integer({ min: 0, max: 700 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(stretches, (lengths) => {
        const kept = new KeptTiles();
        const frontier = new Frontier();
        let size = 0;
        for (const length of lengths) {
          const growing = new GrowingTiles(size, kept.bytes);
          expect(growing.root()).toEqual(frontier.root());
          for (const end = size + length; size < end; size += 1) {
            growing.append(leaf(size));
            frontier.append(leaf(size));
          }
          expect(growing.size).toBe(size);
          expect(growing.root()).toEqual(frontier.root());
          kept.keep(growing);
        }
        for (const [name, bytes] of kept.tiles) {
          const [level = 0, index = 0] = name.split('/').map(Number);
          expect(bytes.length / HASH_BYTES).toBe(tileWidth(level, index, size));
        }
      }),
      { numRuns: 25 },
    );
  });

  it('gives the proof of any leaf in any earlier tree from the tiles that the proof needs', () => {
    const size = 66_000;
    const growing = new GrowingTiles();
    const kept = new KeptTiles();
    const roots = new Map<number, Buffer>([[0, EMPTY_ROOT]]);
    const sizes = [1, 2, 255, 256, 257, 511, 512, 65_535, 65_536, 65_537, size];
    for (let at = 0; at < size; at += 1) {
      growing.append(leaf(at));
      if (sizes.includes(at + 1)) roots.set(at + 1, growing.root());
    }
    kept.keep(growing);
    const cases = fc.constantFrom(...sizes).chain((of) => fc.tuple(fc.constant(of), fc.nat(of - 1)));
    fc.assert(
      fc.property(cases, ([of, index]) => {
        const ranges = inclusionRanges(index, of);
        const needed = new Map(
          tilesUnder(ranges).map((tile) => [`${tile.level}/${tile.index}`, kept.bytes(tile)]),
        );
        const hashes = subtreeHashes(
          ({ level, index: at }) => needed.get(`${level}/${at}`) ?? Buffer.alloc(0),
        );
        const proof = ranges.map((range) => rangeHash(range, hashes));
        const root = roots.get(of) ?? EMPTY_ROOT;
        expect(provesInclusion({ leafHash: leaf(index), index, size: of, root, proof })).toBe(true);
      }),
    );
  });

  it('says so when a tile is narrower than it must be', () => {
    expect(() => new GrowingTiles(3, () => leaf(0))).toThrow(RangeError);
    expect(() => subtreeHashes(() => leaf(0))({ height: 1, index: 0 })).toThrow(RangeError);
  });
});

describe('a bundle of entries', () => {
  it('gives back the leaves it was made of', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' })), (leaves) => {
        expect(leavesIn(entryBundle(leaves)).map((bytes) => bytes.toString('utf8'))).toEqual(leaves);
      }),
    );
  });

  it('has the length of each in two bytes', () => {
    expect(entryBundle(['ab', '']).toString('hex')).toBe('000261620000');
    expect(leavesIn(entryBundle(['x'.repeat(65_535)]))[0]).toHaveLength(65_535);
    expect(() => entryBundle(['x'.repeat(65_536)])).toThrow(RangeError);
  });

  it('is refused when it ends within an entry', () => {
    expect(() => leavesIn(Buffer.from('0002', 'hex'))).toThrow(Unreadable);
    expect(() => leavesIn(Buffer.from('000161ff', 'hex'))).toThrow('it ends within entry 1');
  });
});
