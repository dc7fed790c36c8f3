package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/big"
	"regexp"
	"strconv"
	"strings"
)

// leafValues finds values in leaves, keeping some leaves parsed.
type leafValues struct {
	leaves map[uint64][]byte
	parsed map[uint64]any
}

const mostParsed = 4096

// at answers with the value at a place.
func (l leafValues) at(where place) (any, error) {
	value, isParsed := l.parsed[where.Position]
	if !isParsed {
		decoder := json.NewDecoder(bytes.NewReader(l.leaves[where.Position]))
		decoder.UseNumber()
		if err := decoder.Decode(&value); err != nil {
			return nil, err
		}
		if len(l.parsed) >= mostParsed {
			clear(l.parsed)
		}
		l.parsed[where.Position] = value
	}
	if where.Pointer == "" && where.As == "" {
		return value, nil
	}
	if !strings.HasPrefix(where.Pointer, "/") {
		return nil, fmt.Errorf("%q is no pointer", where.Pointer)
	}
	for _, token := range strings.Split(where.Pointer[1:], "/") {
		token = strings.ReplaceAll(strings.ReplaceAll(token, "~1", "/"), "~0", "~")
		next, isThere := step(value, token)
		if !isThere {
			return nil, fmt.Errorf("the leaf has nothing at %s", where.Pointer)
		}
		value = next
	}
	if where.As == "" {
		return value, nil
	}
	return endOf(value, where.As)
}

// step goes one token of a pointer down (RFC 6901 §4).
func step(value any, token string) (any, bool) {
	switch inside := value.(type) {
	case map[string]any:
		next, isThere := inside[token]
		return next, isThere
	case []any:
		index, err := strconv.Atoi(token)
		if err != nil || index < 0 || index >= len(inside) || strconv.Itoa(index) != token {
			return nil, false
		}
		return inside[index], true
	}
	return nil, false
}

// compute does what an op says with values from leaves. A null is an open end: more than any number.
func compute(op string, operands []any) (any, error) {
	if op == "copy" {
		if len(operands) != 1 {
			return nil, fmt.Errorf("a copy is of one value, not of %d", len(operands))
		}
		return operands[0], nil
	}
	if op != "sum" && op != "min" && op != "max" {
		return nil, fmt.Errorf("there is no op %q", op)
	}
	var total *big.Rat
	if op == "sum" {
		total = new(big.Rat)
	}
	open := false
	for _, operand := range operands {
		if operand == nil {
			open = true
			continue
		}
		amount, isDecimal := decimal(operand)
		if !isDecimal {
			return nil, fmt.Errorf("%v is no decimal", operand)
		}
		switch {
		case op == "sum":
			total.Add(total, amount)
		case total == nil || (op == "min") == (amount.Cmp(total) < 0):
			total = amount
		}
	}
	if total == nil || (open && op != "min") {
		return nil, nil
	}
	return total, nil
}

// agree says whether a figure is what was computed.
func agree(value, computed any) bool {
	amount, isAmount := computed.(*big.Rat)
	if !isAmount {
		return same(value, computed)
	}
	given, isDecimal := decimal(value)
	return isDecimal && given.Cmp(amount) == 0
}

// same says whether two JSON values are the same.
func same(one, other any) bool {
	first, err := json.Marshal(one)
	if err != nil {
		return false
	}
	second, err := json.Marshal(other)
	return err == nil && bytes.Equal(first, second)
}

var decimalText = regexp.MustCompile(`^-?[0-9]{1,60}(\.[0-9]{1,60})?$`)

// decimal reads an exact decimal, which is a string or a number, or is read already.
func decimal(value any) (*big.Rat, bool) {
	if amount, isRead := value.(*big.Rat); isRead {
		return amount, true
	}
	text, isPlain := plain(value)
	if !isPlain || !decimalText.MatchString(text) {
		return nil, false
	}
	return new(big.Rat).SetString(text)
}

// plain answers with the text of a string or of a number.
func plain(value any) (string, bool) {
	switch text := value.(type) {
	case string:
		return text, true
	case json.Number:
		return text.String(), true
	}
	return "", false
}
