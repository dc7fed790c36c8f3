package main

import (
	"bytes"

	"github.com/transparency-dev/merkle/compact"
	"github.com/transparency-dev/merkle/rfc6962"
)

var hasher = rfc6962.DefaultHasher

// tree computes the root over leaves that come one after another, and what it was at one smaller size.
type tree struct {
	compact *compact.Range
	hashes  [][]byte
}

func newTree() *tree {
	factory := &compact.RangeFactory{Hash: hasher.HashChildren}
	return &tree{compact: factory.NewEmptyRange(0)}
}

// add takes the next leaf hash.
func (t *tree) add(hash []byte) error {
	t.hashes = append(t.hashes, hash)
	return t.compact.Append(hash, nil)
}

// root answers with the root over all leaves so far.
func (t *tree) root() ([]byte, error) {
	if t.compact.End() == 0 {
		return hasher.EmptyRoot(), nil
	}
	return t.compact.GetRootHash(nil)
}

// rootAt answers with the root over the first leaves.
func (t *tree) rootAt(size uint64) ([]byte, error) {
	part := newTree()
	for _, hash := range t.hashes[:size] {
		if err := part.add(hash); err != nil {
			return nil, err
		}
	}
	return part.root()
}

// firstDifference answers with the position of the first leaf whose hash is another in the other tree, or 0 for none.
func (t *tree) firstDifference(other *tree) uint64 {
	for index, hash := range t.hashes {
		if index >= len(other.hashes) || !bytes.Equal(hash, other.hashes[index]) {
			return uint64(index) + 1
		}
	}
	if len(other.hashes) > len(t.hashes) {
		return uint64(len(t.hashes)) + 1
	}
	return 0
}
