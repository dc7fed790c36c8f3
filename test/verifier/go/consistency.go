package main

import (
	"fmt"
	"os"
	"strconv"

	"github.com/transparency-dev/formats/log"
	"github.com/transparency-dev/merkle/compact"
	"github.com/transparency-dev/merkle/proof"
)

// verifyConsistency checks that one checkpoint continues another, from the log's tiles alone: a proof is made of them and
// held against both roots. Without a second file the log's newest checkpoint is taken.
func verifyConsistency(prefix string, files []string, given trust, found *findings) error {
	source := newRemote(prefix, given)
	judge, newest, err := source.opened(given, found)
	if err != nil || newest == nil {
		return err
	}
	checkpoints := make([]*log.Checkpoint, 0, 2)
	for index, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		open := judge.open
		if index == 0 {
			open = judge.signed
		}
		checkpoint, err := open(text)
		if err != nil {
			found.fail("checkpoint", "%s: %v", file, err)
			return nil
		}
		checkpoints = append(checkpoints, checkpoint)
	}
	older, newer := checkpoints[0], newest
	if len(checkpoints) == 2 {
		newer = checkpoints[1]
	}
	if older.Size > newer.Size {
		found.fail("consistency", "the older checkpoint is of %d events, and the newer of %d", older.Size, newer.Size)
		return nil
	}
	hashes, err := source.consistencyProof(older.Size, newer.Size)
	if err != nil {
		return err
	}
	err = proof.VerifyConsistency(hasher, older.Size, newer.Size, hashes, older.Hash, newer.Hash)
	if err != nil {
		found.fail("consistency", "the log of %d events does not continue that of %d (%s)", newer.Size, older.Size, oneLine(err))
		return nil
	}
	found.ok("consistency", "the log of %d events continues that of %d", newer.Size, older.Size)
	return nil
}

// consistencyProof makes an RFC 6962 consistency proof out of tiles.
func (r *remote) consistencyProof(older, newer uint64) ([][]byte, error) {
	if older == 0 || older == newer {
		return nil, nil
	}
	nodes, err := proof.Consistency(older, newer)
	if err != nil {
		return nil, err
	}
	hashes := make([][]byte, 0, len(nodes.IDs))
	for _, id := range nodes.IDs {
		hash, err := r.node(id, newer)
		if err != nil {
			return nil, err
		}
		hashes = append(hashes, hash)
	}
	return nodes.Rehash(hashes, hasher.HashChildren)
}

// node answers with the hash of a perfect subtree, computed from the row of hashes of the tile it lies in.
func (r *remote) node(id compact.NodeID, size uint64) ([]byte, error) {
	tileLevel := uint64(id.Level / 8)
	within := id.Level % 8
	first := id.Index << within
	index := first / tileWidth
	width := min(tileWidth, size>>(8*tileLevel)-index*tileWidth)
	tile, err := r.read(tilePath(strconv.FormatUint(tileLevel, 10), index, width))
	if err != nil {
		return nil, err
	}
	offset := first % tileWidth * 32
	if length := uint64(32) << within; uint64(len(tile)) < offset+length {
		return nil, fmt.Errorf("a tile of level %d is too short", tileLevel)
	} else {
		tile = tile[offset : offset+length]
	}
	subtree := newTree()
	for ; len(tile) > 0; tile = tile[32:] {
		if err := subtree.add(tile[:32]); err != nil {
			return nil, err
		}
	}
	return subtree.root()
}
