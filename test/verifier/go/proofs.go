package main

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"io/fs"
	"os"
	"path"
	"strconv"
	"strings"

	"github.com/transparency-dev/formats/log"
	tlogproof "github.com/transparency-dev/formats/proof"
	"github.com/transparency-dev/merkle/proof"
)

// inclusion is a line of log/proofs.jsonl: where a leaf is, and the hashes from its sibling to the root's child.
type inclusion struct {
	Index uint64   `json:"index"`
	Proof []string `json:"proof"`
}

func (i inclusion) verify(leaf []byte, checkpoint *log.Checkpoint) error {
	hashes := make([][]byte, 0, len(i.Proof))
	for _, text := range i.Proof {
		hash, err := base64.StdEncoding.DecodeString(text)
		if err != nil {
			return err
		}
		hashes = append(hashes, hash)
	}
	return included(i.Index, leaf, hashes, checkpoint)
}

func included(index uint64, leaf []byte, hashes [][]byte, checkpoint *log.Checkpoint) error {
	err := proof.VerifyInclusion(hasher, index, checkpoint.Size, hasher.HashLeaf(leaf), hashes, checkpoint.Hash)
	if err != nil {
		return fmt.Errorf("the leaf is not the one that the checkpoint seals (%s)", oneLine(err))
	}
	return nil
}

// oneLine shortens what transparency-dev/merkle says of two roots, which is two lists of numbers.
func oneLine(err error) string {
	if _, isMismatch := err.(proof.RootMismatchError); isMismatch {
		return "the proof leads to another root"
	}
	return err.Error()
}

func proofLines(files fs.FS) ([]inclusion, error) {
	var all []inclusion
	err := eachLine(files, "log/proofs.jsonl", func(line []byte) error {
		var one inclusion
		if err := strictly(line, &one); err != nil {
			return fmt.Errorf("line %d: %w", len(all)+1, err)
		}
		all = append(all, one)
		return nil
	})
	return all, err
}

// checkProofFiles checks the proofs that stand by themselves, each with the leaf of its position.
func (b *bundle) checkProofFiles(found *findings) error {
	names, err := fs.Glob(b.files, "log/proofs/*.tlog-proof")
	if err != nil || len(names) == 0 {
		return err
	}
	good := true
	for _, name := range names {
		position, err := strconv.ParseUint(strings.TrimSuffix(path.Base(name), ".tlog-proof"), 10, 64)
		if err != nil {
			return fmt.Errorf("%s is not named for a position", name)
		}
		text, err := fs.ReadFile(b.files, name)
		if err != nil {
			return err
		}
		leaf, isThere := b.leaves[position]
		if !isThere {
			err = fmt.Errorf("there is a proof file and no proved leaf")
		} else {
			_, err = checkProofText(text, leaf, position, b.judge)
		}
		if err != nil {
			good = false
			found.failAt("proof files", position, "%v", err)
		}
	}
	if good {
		found.ok("proof files", "%d tlog-proofs, each good by itself", len(names))
	}
	return nil
}

// checkProofText checks one tlog-proof (C2SP) with its leaf, which is of a position, or of the one that it says when that
// is 0. Answers with the checkpoint in the proof.
func checkProofText(text, leaf []byte, position uint64, judge *judge) (*log.Checkpoint, error) {
	var parsed tlogproof.TLogProof
	if err := parsed.Unmarshal(text); err != nil {
		return nil, err
	}
	said, err := readLeaf(leaf)
	if err != nil {
		return nil, err
	}
	if position == 0 {
		position = said.position
	}
	if said.position != position || parsed.Index+1 != position {
		return nil, fmt.Errorf("the proof is for position %d, and the leaf says %d", parsed.Index+1, said.position)
	}
	checkpoint, err := judge.open(parsed.Checkpoint)
	if err != nil {
		return nil, fmt.Errorf("its checkpoint: %w", err)
	}
	hashes := make([][]byte, 0, len(parsed.Hashes))
	for _, hash := range parsed.Hashes {
		hashes = append(hashes, bytes.Clone(hash[:]))
	}
	return checkpoint, included(parsed.Index, leaf, hashes, checkpoint)
}

// verifyProof checks the proof of one event with a file that holds its leaf; a newline behind the leaf is no part of it.
func verifyProof(proofFile, leafFile string, given trust, found *findings) error {
	text, err := os.ReadFile(proofFile)
	if err != nil {
		return err
	}
	leaf, err := os.ReadFile(leafFile)
	if err != nil {
		return err
	}
	judge, err := newJudge(given, "", "", found)
	if err != nil {
		return err
	}
	leaf = bytes.TrimSuffix(leaf, []byte("\n"))
	checkpoint, err := checkProofText(text, leaf, 0, judge)
	if err != nil {
		found.fail("proof", "%v", err)
		return nil
	}
	said, err := readLeaf(leaf)
	if err != nil {
		return err
	}
	found.ok("checkpoint", "%s", judge.describe(checkpoint))
	found.ok("proof", "position %d, recorded at %s, is in the log", said.position, said.recordedAt)
	return nil
}
