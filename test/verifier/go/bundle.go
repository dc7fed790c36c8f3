package main

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/transparency-dev/formats/log"
)

// bundle is what a bundle holds, with its checkpoint opened.
type bundle struct {
	files      fs.FS
	judge      *judge
	checkpoint *log.Checkpoint
	text       []byte
	// leaves are those of the positions that are proved, for what rests on them.
	leaves map[uint64][]byte
}

// verifyBundle checks a bundle: checkpoint, policy, leaves, proofs, and figures where there is a report.
func verifyBundle(path string, given trust, found *findings) error {
	files, done, err := openFiles(path)
	if err != nil {
		return err
	}
	defer done()
	b := &bundle{files: files, leaves: map[uint64][]byte{}}
	if b.text, err = fs.ReadFile(files, "log/checkpoint"); err != nil {
		return fmt.Errorf("%s is no bundle: %w", path, err)
	}
	key, err := b.optional("log/key")
	if err != nil {
		return err
	}
	policy, err := b.optional("log/policy")
	if err != nil {
		return err
	}
	if b.judge, err = newJudge(given, key, policy, found); err != nil {
		return err
	}
	// What nobody has signed cannot be measured against: nothing more is said of such a bundle.
	if b.checkpoint, err = b.judge.open(b.text); err != nil {
		found.fail("checkpoint", "%v", err)
		return nil
	}
	found.ok("checkpoint", "%s", b.judge.describe(b.checkpoint))
	for _, check := range []func(*findings) error{b.checkLeaves, b.checkProofFiles, b.checkFigures} {
		if err := check(found); err != nil {
			return err
		}
	}
	return nil
}

// openFiles opens a zip, or the folder it was unpacked into.
func openFiles(path string) (fs.FS, func(), error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, nil, err
	}
	if info.IsDir() {
		return os.DirFS(path), func() {}, nil
	}
	archive, err := zip.OpenReader(path)
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", path, err)
	}
	seen := map[string]bool{}
	for _, file := range archive.File {
		if seen[file.Name] {
			archive.Close()
			return nil, nil, fmt.Errorf("%s holds %s twice", path, file.Name)
		}
		seen[file.Name] = true
	}
	return archive, func() { archive.Close() }, nil
}

// optional reads a file that need not be there.
func (b *bundle) optional(name string) (string, error) {
	text, err := fs.ReadFile(b.files, name)
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	return string(text), err
}

func (b *bundle) has(name string) bool {
	_, err := fs.Stat(b.files, name)
	return err == nil
}

// checkLeaves proves the leaves: by computing the root where all are there, and else by a proof for each.
func (b *bundle) checkLeaves(found *findings) error {
	if !b.has("log/proofs.jsonl") {
		return b.checkWholeLog(found)
	}
	return b.checkSomeLeaves(found)
}

func (b *bundle) checkWholeLog(found *findings) error {
	computed := newTree()
	var inOrder order
	good := true
	index := uint64(0)
	err := eachLine(b.files, "log/leaves.jsonl", func(leaf []byte) error {
		if err := inOrder.take(index, leaf); err != nil {
			good = false
			found.failAt("leaves", index+1, "%v", err)
		}
		index++
		b.leaves[index] = bytes.Clone(leaf)
		return computed.add(hasher.HashLeaf(leaf))
	})
	if err != nil {
		return err
	}
	if index != b.checkpoint.Size {
		found.failAt("leaves", min(index, b.checkpoint.Size)+1, "there are %d leaves, and the checkpoint is of %d", index,
			b.checkpoint.Size)
		good = false
	}
	root, err := computed.root()
	if err != nil {
		return err
	}
	if !bytes.Equal(root, b.checkpoint.Hash) {
		found.fail("leaves", "they give another root than the checkpoint's: something was altered, added or left out")
		good = false
	}
	if err := b.checkTiles(computed, found); err != nil {
		return err
	}
	if good {
		found.ok("leaves", "positions 1–%d, all of the log, in order of time; the root computed from them is the checkpoint's",
			index)
	}
	return nil
}

func (b *bundle) checkSomeLeaves(found *findings) error {
	proofs, err := proofLines(b.files)
	if err != nil {
		return err
	}
	count, good := 0, true
	var before sealed
	err = eachLine(b.files, "log/leaves.jsonl", func(leaf []byte) error {
		count++
		if count > len(proofs) {
			found.fail("leaves", "line %d has no proof", count)
			good = false
			return nil
		}
		proof := proofs[count-1]
		position := proof.Index + 1
		said, err := readLeaf(leaf)
		switch {
		case err != nil:
		case said.position != position:
			err = fmt.Errorf("the leaf says position %d", said.position)
		case said.position <= before.position || said.recordedAt <= before.recordedAt:
			err = fmt.Errorf("it does not come after position %d", before.position)
		default:
			err = proof.verify(leaf, b.checkpoint)
		}
		if err != nil {
			good = false
			found.failAt("leaves", position, "%v", err)
			return nil
		}
		before = said
		b.leaves[position] = bytes.Clone(leaf)
		return nil
	})
	if err != nil {
		return err
	}
	if count < len(proofs) {
		found.failAt("leaves", proofs[count].Index+1, "there is a proof and no leaf")
		good = false
	}
	if good {
		found.ok("leaves", "%d of %d, each proved to be in the checkpoint's tree, in order of time", count, b.checkpoint.Size)
	}
	return nil
}
