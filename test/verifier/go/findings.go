package main

import (
	"fmt"
	"io"
)

// mostTold bounds how many faults of one kind are printed: one byte too many can shift a million positions.
const mostTold = 10

// findings collects what was checked and what is wrong, and prints it as it comes.
type findings struct {
	out      io.Writer
	failed   bool
	firstBad uint64
	told     map[string]int
}

// ok says that something was checked and is as it should be.
func (f *findings) ok(what, format string, args ...any) {
	fmt.Fprintf(f.out, "ok    %-11s %s\n", what, fmt.Sprintf(format, args...))
}

// note says something the reader must know to judge the result.
func (f *findings) note(what, format string, args ...any) {
	fmt.Fprintf(f.out, "note  %-11s %s\n", what, fmt.Sprintf(format, args...))
}

// fail says that something is wrong, with no one event to blame.
func (f *findings) fail(what, format string, args ...any) {
	f.failed = true
	if f.told == nil {
		f.told = map[string]int{}
	}
	f.told[what]++
	switch count := f.told[what]; {
	case count <= mostTold:
		fmt.Fprintf(f.out, "FAIL  %-11s %s\n", what, fmt.Sprintf(format, args...))
	case count == mostTold+1:
		fmt.Fprintf(f.out, "FAIL  %-11s and more\n", what)
	}
}

// failAt says that something is wrong with the event at a position.
func (f *findings) failAt(what string, position uint64, format string, args ...any) {
	if f.firstBad == 0 || position < f.firstBad {
		f.firstBad = position
	}
	f.fail(what, "position %d: %s", position, fmt.Sprintf(format, args...))
}

// conclude prints the last line and answers with the exit code.
func (f *findings) conclude() int {
	switch {
	case !f.failed:
		fmt.Fprintln(f.out, "VERIFIED")
		return exitVerified
	case f.firstBad > 0:
		fmt.Fprintf(f.out, "NOT VERIFIED; first bad position: %d\n", f.firstBad)
	default:
		fmt.Fprintln(f.out, "NOT VERIFIED")
	}
	return exitNotVerified
}
