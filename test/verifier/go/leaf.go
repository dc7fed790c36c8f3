package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
	"unicode/utf8"
)

const mostLeafBytes = 65_535

// tail is the end of every leaf: position and time behind the event, in the order of RFC 8785.
var tail = regexp.MustCompile(`,"position":([1-9][0-9]{0,15}),"recordedAt":"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z)"\}$`)

// longestTail is more than any tail is long: only so much of a leaf is searched for it.
const longestTail = 100

// sealed is what a leaf says beside its event.
type sealed struct {
	position   uint64
	recordedAt string
}

// readLeaf takes a leaf apart: {"event":{…},"position":n,"recordedAt":"…"}.
func readLeaf(leaf []byte) (sealed, error) {
	if len(leaf) > mostLeafBytes {
		return sealed{}, fmt.Errorf("it is %d bytes long, more than %d", len(leaf), mostLeafBytes)
	}
	if !bytes.HasPrefix(leaf, []byte(`{"event":{`)) || !json.Valid(leaf) || !utf8.Valid(leaf) {
		return sealed{}, fmt.Errorf("it is not the JSON of a leaf")
	}
	found := tail.FindSubmatch(leaf[max(0, len(leaf)-longestTail):])
	if found == nil {
		return sealed{}, fmt.Errorf("it does not end with a position and a time")
	}
	position, err := strconv.ParseUint(string(found[1]), 10, 64)
	if err != nil {
		return sealed{}, err
	}
	return sealed{position: position, recordedAt: string(found[2])}, nil
}

// order checks that leaves come at their own positions and that time grows from each to the next.
type order struct {
	before sealed
}

// take checks one leaf, which the log holds at an index, and answers with what it says of itself.
func (o *order) take(index uint64, leaf []byte) error {
	said, err := readLeaf(leaf)
	if err != nil {
		return err
	}
	if said.position != index+1 {
		return fmt.Errorf("the leaf at index %d says position %d", index, said.position)
	}
	// All are of one length and in UTC, so that comparing the text compares the time.
	if said.recordedAt <= o.before.recordedAt {
		return fmt.Errorf("it says it was recorded at %s, and position %d before it at %s", said.recordedAt,
			o.before.position, o.before.recordedAt)
	}
	o.before = said
	return nil
}
