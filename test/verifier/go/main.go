// Command verifier checks what a commitment ledger gives out, without any code of the ledger: a bundle, the proof of one
// event, or the log of a running ledger. What it knows of transparency logs comes from transparency-dev/merkle,
// transparency-dev/formats and golang.org/x/mod/sumdb/note.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
)

const usage = `verifier checks what a commitment ledger gives out, with no code of the ledger.

  verifier bundle [flags] PATH              a bundle: the zip, or the folder it was unpacked into
  verifier proof [flags] PROOF LEAF         the proof of one event (.tlog-proof), and a file with the leaf
  verifier log [flags] URL                  the whole log of a running ledger: its address with /log at the end
  verifier consistency [flags] URL OLD NEW  that the log of checkpoint NEW continues that of OLD; NEW may be left out

Flags:
  -key KEY        the ledger's verifier key, or a file with it, as you got it from somebody you trust.
                  Without it the key that comes with the data is taken, which proves less, and it is said.
  -policy FILE    the witnesses you trust and how many must have cosigned (C2SP tlog-policy)
  -since FILE     log: an older checkpoint you kept; the log must continue it
  -bearer TOKEN   log, consistency: a key to read with; or LEDGER_KEY in the environment

Exit codes: 0 verified; 1 not verified; 2 wrong usage, or it cannot be read.
`

const (
	exitVerified    = 0
	exitNotVerified = 1
	exitUsage       = 2
)

// trust is what the person who verifies brings along.
type trust struct {
	key    string
	policy string
	since  string
	bearer string
}

func main() {
	os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
}

// run carries out one command line and answers with the exit code.
func run(args []string, out, errs io.Writer) int {
	if len(args) == 0 || args[0] == "-h" || args[0] == "--help" || args[0] == "help" {
		fmt.Fprint(out, usage)
		if len(args) == 0 {
			return exitUsage
		}
		return exitVerified
	}
	var given trust
	flags := flag.NewFlagSet(args[0], flag.ContinueOnError)
	flags.SetOutput(errs)
	flags.Usage = func() { fmt.Fprint(errs, usage) }
	flags.StringVar(&given.key, "key", "", "")
	flags.StringVar(&given.policy, "policy", "", "")
	flags.StringVar(&given.since, "since", "", "")
	flags.StringVar(&given.bearer, "bearer", os.Getenv("LEDGER_KEY"), "")
	if err := flags.Parse(args[1:]); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return exitVerified
		}
		return exitUsage
	}
	findings := &findings{out: out}
	err := dispatch(args[0], flags.Args(), given, findings)
	if err != nil {
		fmt.Fprintf(errs, "verifier: %v\n", err)
		return exitUsage
	}
	return findings.conclude()
}

func dispatch(command string, args []string, given trust, found *findings) error {
	switch {
	case command == "bundle" && len(args) == 1:
		return verifyBundle(args[0], given, found)
	case command == "proof" && len(args) == 2:
		return verifyProof(args[0], args[1], given, found)
	case command == "log" && len(args) == 1:
		return verifyLog(args[0], given, found)
	case command == "consistency" && (len(args) == 2 || len(args) == 3):
		return verifyConsistency(args[0], args[1:], given, found)
	}
	return fmt.Errorf("cannot do %q with %d arguments; verifier -h tells what can be done", command, len(args))
}
