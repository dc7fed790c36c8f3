package main

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math/big"
	"slices"
	"strconv"
	"strings"
)

// figure is a line of figures.jsonl: a figure of the report, and how it follows from leaves and other figures.
type figure struct {
	Figure string   `json:"figure"`
	Value  any      `json:"value"`
	Op     string   `json:"op"`
	Of     []place  `json:"of"`
	From   []string `json:"from"`
	Is     any      `json:"is"`
	Note   string   `json:"note"`
}

// place is a value in a leaf, by an RFC 6901 pointer; with As, an end of the interval of the quantity there. Without a
// pointer it is the leaf as a whole.
type place struct {
	Position uint64 `json:"position"`
	Pointer  string `json:"pointer"`
	As       string `json:"as"`
}

// checkFigures computes the figures of the report again from the leaves, as far as that takes no rule of the ledger, and
// compares all of them with those in report.json.
func (b *bundle) checkFigures(found *findings) error {
	if !b.has("figures.jsonl") {
		return nil
	}
	reported, err := b.reportedFigures()
	if err != nil {
		return err
	}
	all := map[string]figure{}
	var ids []string
	good := true
	wrong := func(position uint64, format string, args ...any) {
		good = false
		if position > 0 {
			found.failAt("figures", position, format, args...)
		} else {
			found.fail("figures", format, args...)
		}
	}
	err = eachLine(b.files, "figures.jsonl", func(line []byte) error {
		var one figure
		if err := strictly(line, &one); err != nil {
			return fmt.Errorf("line %d: %w", len(ids)+1, err)
		}
		if _, isTwice := all[one.Figure]; isTwice {
			wrong(0, "%s stands there twice", one.Figure)
		}
		all[one.Figure] = one
		ids = append(ids, one.Figure)
		return nil
	})
	if err != nil {
		return err
	}
	leaves := leafValues{leaves: b.leaves, parsed: map[uint64]any{}}
	counts := map[string]int{}
	for _, id := range ids {
		one := all[id]
		counts[one.Op]++
		if position, err := b.checkFigure(one, all, leaves); err != nil {
			wrong(position, "%s: %v", id, err)
		}
		values, isThere := reported[id]
		if !isThere || slices.ContainsFunc(values, func(value any) bool { return !same(value, one.Value) }) {
			wrong(0, "%s is not in report.json, or is another there", id)
		}
		delete(reported, id)
	}
	for id := range reported {
		wrong(0, "%s is in report.json, and nothing says how it follows from leaves", id)
	}
	if good {
		computed := counts["copy"] + counts["count"] + counts["sum"] + counts["min"] + counts["max"]
		found.ok("figures", "%d, as in report.json: %d computed again from leaves, %d by the ledger's rules, which rest on "+
			"proved leaves, %d given to the report", len(ids), computed, counts["rule"], counts["given"])
	}
	return nil
}

// reportedFigures finds the figures in report.json, wherever they stand, with every value an id has there.
func (b *bundle) reportedFigures() (map[string][]any, error) {
	text, err := fs.ReadFile(b.files, "report.json")
	if err != nil {
		return nil, err
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var report any
	if err := decoder.Decode(&report); err != nil {
		return nil, fmt.Errorf("report.json: %w", err)
	}
	reported := map[string][]any{}
	gather(report, reported)
	return reported, nil
}

func gather(value any, reported map[string][]any) {
	switch inside := value.(type) {
	case []any:
		for _, item := range inside {
			gather(item, reported)
		}
	case map[string]any:
		id, hasID := inside["figure"].(string)
		if figure, hasValue := inside["value"]; hasID && hasValue {
			reported[id] = append(reported[id], figure)
		}
		for _, member := range inside {
			gather(member, reported)
		}
	}
}

// checkFigure checks one figure. Where it fails for what is in one leaf, the position of that leaf is answered too.
func (b *bundle) checkFigure(one figure, all map[string]figure, leaves leafValues) (uint64, error) {
	for _, place := range one.Of {
		if _, isProved := b.leaves[place.Position]; !isProved {
			return place.Position, errors.New("it rests on a leaf that is not proved")
		}
	}
	switch one.Op {
	case "given":
		return 0, b.checkGiven(one, all)
	case "rule":
		return 0, b.checkVerdict(one, all, leaves)
	case "count":
		return 0, checkCount(one, all)
	}
	operands := make([]any, 0, len(one.Of))
	for _, place := range one.Of {
		value, err := leaves.at(place)
		if err != nil {
			return place.Position, err
		}
		operands = append(operands, value)
	}
	for _, id := range one.From {
		other, isThere := all[id]
		if !isThere {
			return 0, fmt.Errorf("there is no figure %s", id)
		}
		operands = append(operands, other.Value)
	}
	computed, err := compute(one.Op, operands)
	if err != nil {
		return 0, err
	}
	if !agree(one.Value, computed) {
		return firstOf(one.Of), fmt.Errorf("it is %v, and the leaves give %v", one.Value, inWords(computed))
	}
	return 0, nil
}

func inWords(value any) any {
	if amount, isAmount := value.(*big.Rat); isAmount {
		return strings.TrimSuffix(strings.TrimRight(amount.FloatString(60), "0"), ".")
	}
	return value
}

// firstOf names the leaf a figure that is a copy was taken from; of several none can be blamed.
func firstOf(places []place) uint64 {
	if len(places) == 1 {
		return places[0].Position
	}
	return 0
}

// checkGiven checks what was given to the report where the checkpoint has a say in it: up to which position, and the root
// there.
func (b *bundle) checkGiven(one figure, all map[string]figure) error {
	prefix, last := cutLast(one.Figure)
	switch last {
	case "position":
		position, err := positionIn(one)
		if err == nil && position > b.checkpoint.Size {
			err = fmt.Errorf("it is %d, and the checkpoint is of %d events", position, b.checkpoint.Size)
		}
		return err
	case "root":
		position, err := positionIn(all[prefix+".position"])
		if err != nil {
			return err
		}
		root, err := b.rootAt(position)
		if err != nil || root == nil {
			return err
		}
		if text := hex.EncodeToString(root); one.Value != text {
			return fmt.Errorf("it is %v, and of the first %d leaves it is %s", one.Value, position, text)
		}
	}
	return nil
}

// rootAt answers with the root at a size, or nil where the leaves here do not tell.
func (b *bundle) rootAt(size uint64) ([]byte, error) {
	if size == b.checkpoint.Size {
		return b.checkpoint.Hash, nil
	}
	part := newTree()
	for position := uint64(1); position <= size; position++ {
		leaf, isThere := b.leaves[position]
		if !isThere {
			return nil, nil
		}
		if err := part.add(hasher.HashLeaf(leaf)); err != nil {
			return nil, err
		}
	}
	return part.root()
}

// checkCount counts what a figure says it counts.
func checkCount(one figure, all map[string]figure) error {
	for _, id := range one.From {
		other, isThere := all[id]
		if !isThere || (one.Is != nil && !same(other.Value, one.Is)) {
			return fmt.Errorf("%s is not there, or is not %v", id, one.Is)
		}
	}
	count := len(one.Of) + len(one.From)
	if text, isPlain := plain(one.Value); !isPlain || text != strconv.Itoa(count) {
		return fmt.Errorf("it is %v, and there are %d", one.Value, count)
	}
	return nil
}

// checkVerdict holds a verdict against its own amounts and what it rests on. The rules are the ledger's
// (docs/criteria.md), and a program that shares no code with it cannot follow them all; it can see that `met` takes a floor
// and as much certainly delivered, and `not-met` less than that and a source that declares its record complete.
func (b *bundle) checkVerdict(one figure, all map[string]figure, leaves leafValues) error {
	prefix, last := cutLast(one.Figure)
	if last != "outcome" {
		return nil
	}
	_, isMeasured := all[prefix+".floor"]
	floor, hasFloor := decimal(all[prefix+".floor"].Value)
	low, hasLow := decimal(all[prefix+".delivered.lo"].Value)
	isReached := hasFloor && hasLow && low.Cmp(floor) >= 0
	if one.Value == "met" && isMeasured && !isReached {
		return errors.New("it is met, and what is delivered does not reach the floor")
	}
	if one.Value != "not-met" {
		return nil
	}
	if isReached {
		return errors.New("it is not met, and what is delivered reaches the floor")
	}
	for _, place := range one.Of {
		if kind, err := leaves.at(eventType(place.Position)); err == nil && kind == "CoverageDeclared" {
			return nil
		}
	}
	return errors.New("it is not met, and rests on no declaration that a record is complete")
}

func eventType(position uint64) place { return place{Position: position, Pointer: "/event/type"} }

func positionIn(one figure) (uint64, error) {
	text, isPlain := plain(one.Value)
	if !isPlain {
		return 0, fmt.Errorf("%v is no position", one.Value)
	}
	return strconv.ParseUint(text, 10, 64)
}

func cutLast(id string) (prefix, last string) {
	dot := strings.LastIndexByte(id, '.')
	if dot < 0 {
		return "", id
	}
	return id[:dot], id[dot+1:]
}
