package main

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/transparency-dev/formats/log"
)

// remote is the log of a running ledger, read over HTTP (C2SP tlog-tiles).
type remote struct {
	prefix string
	bearer string
	client http.Client
}

func newRemote(prefix string, given trust) *remote {
	return &remote{prefix: strings.TrimRight(prefix, "/"), bearer: given.bearer, client: http.Client{
		Timeout: time.Minute,
		// A key must not follow to wherever an answer points.
		CheckRedirect: func(*http.Request, []*http.Request) error { return errors.New("it answers with a redirect") },
	}}
}

// notServed says that a log does not give out what belongs to its own checkpoint.
type notServed string

func (n notServed) Error() string { return string(n) }

const mostAnswerBytes = 32 << 20

// read fetches one of the log's resources. A tile may have become full since the checkpoint that was asked with: then
// the full one is read.
func (r *remote) read(name string) ([]byte, error) {
	request, err := http.NewRequestWithContext(context.Background(), http.MethodGet, r.prefix+"/"+name, nil)
	if err != nil {
		return nil, err
	}
	if r.bearer != "" {
		request.Header.Set("Authorization", "Bearer "+r.bearer)
	}
	response, err := r.client.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(io.LimitReader(response.Body, mostAnswerBytes))
	if err != nil {
		return nil, err
	}
	full, _, isPartial := strings.Cut(name, ".p/")
	if response.StatusCode == http.StatusNotFound && isPartial {
		return r.read(full)
	}
	if response.StatusCode != http.StatusOK {
		return nil, notServed(fmt.Sprintf("%s/%s answers %s", r.prefix, name, response.Status))
	}
	return body, nil
}

// opened reads the newest checkpoint and checks it; nil where it is not good, which is then found.
func (r *remote) opened(given trust, found *findings) (*judge, *log.Checkpoint, error) {
	text, err := r.read("checkpoint")
	if err != nil {
		return nil, nil, err
	}
	enclosed := ""
	if given.key == "" {
		key, err := r.read("key")
		if err != nil {
			return nil, nil, err
		}
		enclosed = string(key)
	}
	judge, err := newJudge(given, enclosed, "", found)
	if err != nil {
		return nil, nil, err
	}
	checkpoint, err := judge.open(text)
	if err != nil {
		found.fail("checkpoint", "%v", err)
		return judge, nil, nil
	}
	found.ok("checkpoint", "%s", judge.describe(checkpoint))
	return judge, checkpoint, nil
}

// verifyLog reads and checks a whole log, and that it continues an older checkpoint.
func verifyLog(prefix string, given trust, found *findings) error {
	source := newRemote(prefix, given)
	judge, checkpoint, err := source.opened(given, found)
	if err != nil || checkpoint == nil {
		return err
	}
	computed, good, err := source.leaves(checkpoint.Size, found)
	if err != nil {
		return err
	}
	root, err := computed.root()
	if err != nil {
		return err
	}
	if !bytes.Equal(root, checkpoint.Hash) {
		found.fail("leaves", "they give another root than the checkpoint's: something was altered, added or left out")
	} else if good {
		found.ok("leaves", "positions 1–%d, in order of time; the root computed from them is the checkpoint's", checkpoint.Size)
	}
	if uint64(len(computed.hashes)) == checkpoint.Size {
		if err := source.checkTiles(computed, checkpoint, found); err != nil {
			return err
		}
	}
	if given.since == "" {
		return nil
	}
	return continues(given.since, judge, checkpoint, computed, found)
}

// checkTiles compares the tiles of every level with what the leaves make of them.
func (r *remote) checkTiles(computed *tree, checkpoint *log.Checkpoint, found *findings) error {
	read := func(name string) ([]byte, error) {
		tile, err := r.read(name)
		if _, width, isPartial := strings.Cut(name, ".p/"); isPartial && err == nil {
			return firstHashes(tile, width), nil
		}
		return tile, err
	}
	recorded, err := leafTiles(checkpoint.Size, read)
	var missing notServed
	switch {
	case errors.As(err, &missing):
		found.fail("tiles", "%v", err)
	case err != nil:
		return err
	default:
		if err := compareWithTiles(computed, recorded, checkpoint.Hash, found); err != nil {
			return err
		}
	}
	// Where the leaves are not the ones that were sealed, no tile above them is what they make.
	root, err := computed.root()
	if err != nil || !bytes.Equal(root, checkpoint.Hash) {
		return err
	}
	return checkUpperTiles(computed, read, found)
}

// firstHashes cuts a tile, which may have become full, to the width asked for.
func firstHashes(tile []byte, width string) []byte {
	var count int
	if _, err := fmt.Sscanf(width, "%d", &count); err != nil || len(tile) < count*32 {
		return tile
	}
	return tile[:count*32]
}

// leaves reads all entries of a log, checks their form and order, and answers with the tree over them.
func (r *remote) leaves(size uint64, found *findings) (*tree, bool, error) {
	computed, inOrder, good := newTree(), order{}, true
	for start := uint64(0); start < size; start += tileWidth {
		width := min(tileWidth, size-start)
		entries, err := r.read(tilePath("entries", start/tileWidth, width))
		var missing notServed
		if errors.As(err, &missing) {
			found.failAt("leaves", start+1, "%v", err)
			return computed, false, nil
		}
		if err != nil {
			return nil, false, err
		}
		for index := start; index < start+width; index++ {
			if len(entries) < 2 || len(entries)-2 < int(binary.BigEndian.Uint16(entries)) {
				found.failAt("leaves", index+1, "the log does not give it out, nor what follows")
				return computed, false, nil
			}
			length := int(binary.BigEndian.Uint16(entries))
			leaf := entries[2 : 2+length]
			entries = entries[2+length:]
			if err := inOrder.take(index, leaf); err != nil {
				good = false
				found.failAt("leaves", index+1, "%v", err)
			}
			if err := computed.add(hasher.HashLeaf(leaf)); err != nil {
				return nil, false, err
			}
		}
	}
	return computed, good, nil
}

// continues checks that a log, of which all leaves are known, continues an older checkpoint.
func continues(file string, judge *judge, now *log.Checkpoint, computed *tree, found *findings) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	old, err := judge.signed(text)
	if err != nil {
		found.fail("since", "the older checkpoint: %v", err)
		return nil
	}
	if old.Size > now.Size {
		found.failAt("since", now.Size+1, "the older checkpoint is of %d events, and the log now has %d", old.Size, now.Size)
		return nil
	}
	if old.Size > uint64(len(computed.hashes)) {
		found.fail("since", "the log does not give out all leaves of the older checkpoint")
		return nil
	}
	root, err := computed.rootAt(old.Size)
	if err != nil {
		return err
	}
	if !bytes.Equal(root, old.Hash) {
		found.fail("since", "the first %d events are not those of the older checkpoint: the log was rewritten", old.Size)
		return nil
	}
	found.ok("since", "the log continues the older checkpoint, of %d events", old.Size)
	return nil
}
