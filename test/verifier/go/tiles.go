package main

import (
	"bytes"
	"fmt"
	"io/fs"
	"strconv"
)

const tileWidth = 256

// tilePath is the path of a tile, or of a bundle of entries, below the prefix of a log (C2SP tlog-tiles).
func tilePath(level string, index, width uint64) string {
	name := fmt.Sprintf("%03d", index%1000)
	for index /= 1000; index > 0; index /= 1000 {
		name = fmt.Sprintf("x%03d/%s", index%1000, name)
	}
	if width < tileWidth {
		name = fmt.Sprintf("%s.p/%d", name, width)
	}
	return fmt.Sprintf("tile/%s/%s", level, name)
}

// checkTiles compares the leaves with the lowest tiles, where the bundle has any. A root tells that something is wrong,
// and the tiles tell where.
func (b *bundle) checkTiles(computed *tree, found *findings) error {
	if !b.has("log/tile/0") {
		return nil
	}
	recorded, err := leafTiles(b.checkpoint.Size, func(name string) ([]byte, error) {
		return fs.ReadFile(b.files, "log/"+name)
	})
	if err != nil {
		return err
	}
	return compareWithTiles(computed, recorded, b.checkpoint.Hash, found)
}

// leafTiles reads all tiles of level 0 of a log.
func leafTiles(size uint64, read func(name string) ([]byte, error)) (*tree, error) {
	recorded := newTree()
	for start := uint64(0); start < size; start += tileWidth {
		width := min(tileWidth, size-start)
		tile, err := read(tilePath("0", start/tileWidth, width))
		if err != nil {
			return nil, err
		}
		if uint64(len(tile)) != width*32 {
			return nil, fmt.Errorf("tile %d of level 0 is %d bytes long, not %d", start/tileWidth, len(tile), width*32)
		}
		for ; len(tile) > 0; tile = tile[32:] {
			if err := recorded.add(tile[:32]); err != nil {
				return nil, err
			}
		}
	}
	return recorded, nil
}

// compareWithTiles says where leaves and tiles differ, and which of the two the checkpoint seals.
func compareWithTiles(computed, recorded *tree, root []byte, found *findings) error {
	tilesRoot, err := recorded.root()
	if err != nil {
		return err
	}
	sealed := bytes.Equal(tilesRoot, root)
	position := computed.firstDifference(recorded)
	switch {
	case position > 0 && sealed:
		found.failAt("leaves", position, "its hash is not the one in the tile, which the checkpoint seals")
	case position > 0:
		found.failAt("tiles", position, "the hash in the tile is not that of the leaf, nor what the checkpoint seals")
	case !sealed:
		found.fail("tiles", "they give another root than the checkpoint's")
	default:
		found.ok("tiles", "every hash in the tiles of level 0 is that of its leaf")
	}
	return nil
}

// checkUpperTiles compares the tiles above level 0 with what the leaves make of them. Each of their hashes is the root of a
// full tile below.
func checkUpperTiles(computed *tree, read func(name string) ([]byte, error), found *findings) error {
	below := computed.hashes
	span := uint64(1)
	for level := 1; len(below) >= tileWidth; level++ {
		span *= tileWidth
		above := make([][]byte, 0, len(below)/tileWidth)
		for ; len(below) >= tileWidth; below = below[tileWidth:] {
			full := newTree()
			for _, hash := range below[:tileWidth] {
				if err := full.add(hash); err != nil {
					return err
				}
			}
			root, err := full.root()
			if err != nil {
				return err
			}
			above = append(above, root)
		}
		for first := 0; first < len(above); first += tileWidth {
			width := min(tileWidth, len(above)-first)
			tile, err := read(tilePath(strconv.Itoa(level), uint64(first/tileWidth), uint64(width)))
			if err != nil {
				found.fail("tiles", "%v", err)
				return nil
			}
			for at, hash := range above[first : first+width] {
				if len(tile) < (at+1)*32 || !bytes.Equal(tile[at*32:(at+1)*32], hash) {
					position := uint64(first+at)*span + 1
					found.failAt("tiles", position, "the tile of level %d over it does not hold what the leaves make", level)
					return nil
				}
			}
		}
		below = above
	}
	return nil
}
