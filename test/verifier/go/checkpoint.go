package main

import (
	"encoding/base64"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/transparency-dev/formats/log"
	fnote "github.com/transparency-dev/formats/note"
	"github.com/transparency-dev/formats/witness"
	"golang.org/x/mod/sumdb/note"
)

// judge decides whether a checkpoint counts: by the ledger's keys, and by the quorum of witnesses.
type judge struct {
	keys   []note.Verifier
	quorum witness.Group
	source string
}

// newJudge takes the key and the policy that were given, or else those that came with the data. A policy names logs too:
// without a key given, those of a policy given are the keys.
func newJudge(given trust, enclosedKey, enclosedPolicy string, found *findings) (*judge, error) {
	policy, policySource, err := givenOr(given.policy, enclosedPolicy)
	if err != nil {
		return nil, err
	}
	logs, err := logsOf(policy)
	if err != nil {
		return nil, fmt.Errorf("the policy: %w", err)
	}
	quorum, err := quorumOf(policy)
	if err != nil {
		return nil, fmt.Errorf("the policy: %w", err)
	}
	key, keySource, err := givenOr(given.key, enclosedKey)
	if err != nil {
		return nil, err
	}
	keys := strings.Fields(key)
	if given.key == "" && given.policy != "" && len(logs) > 0 {
		keys, keySource = logs, "given"
	}
	j := &judge{quorum: quorum, source: policySource}
	for _, text := range keys {
		verifier, err := fnote.NewVerifier(text)
		if err != nil {
			return nil, fmt.Errorf("the key %q: %w", text, err)
		}
		j.keys = append(j.keys, verifier)
	}
	if len(j.keys) == 0 {
		return nil, errors.New("there is no key: give one with -key")
	}
	if keySource == "enclosed" {
		found.note("key", "%s came with the data itself: compare it with the one you know, or give that with -key", keys[0])
	}
	return j, nil
}

// givenOr reads what was given, which is a file or the text itself, or else takes what came with the data.
func givenOr(given, enclosed string) (text, source string, err error) {
	if given == "" {
		return enclosed, "enclosed", nil
	}
	bytes, err := os.ReadFile(given)
	if err == nil {
		return string(bytes), "given", nil
	}
	if strings.Count(given, "+") >= 2 {
		return given, "given", nil
	}
	return "", "", err
}

func logsOf(policy string) ([]string, error) {
	var keys []string
	for line := range strings.Lines(policy) {
		fields := strings.Fields(line)
		if len(fields) == 0 || fields[0] != "log" {
			continue
		}
		if len(fields) < 2 {
			return nil, fmt.Errorf("a log without a key: %q", line)
		}
		keys = append(keys, fields[1])
	}
	return keys, nil
}

// quorumOf parses a policy. transparency-dev/formats reads policies as a log does, which must know where its witnesses
// are; a policy for checking alone may leave the address out (C2SP tlog-policy), and is given one nobody asks.
func quorumOf(policy string) (witness.Group, error) {
	var lines []string
	for line := range strings.Lines(policy) {
		if fields := strings.Fields(line); len(fields) == 3 && fields[0] == "witness" {
			line = strings.TrimRight(line, "\r\n") + " https://witness.invalid/" + "\n"
		}
		lines = append(lines, line)
	}
	if len(lines) == 0 {
		lines = []string{"quorum none\n"}
	}
	return witness.ParsePolicy([]byte(strings.Join(lines, "")))
}

// open checks the signatures of a checkpoint and answers with what it says.
//
// Errors: those of signed, or too few witnesses cosigned it.
func (j *judge) open(text []byte) (*log.Checkpoint, error) {
	checkpoint, err := j.signed(text)
	if err == nil && !j.quorum.Satisfied(text) {
		return nil, fmt.Errorf("too few witnesses have cosigned it for the %s policy", j.source)
	}
	return checkpoint, err
}

// signed checks that a checkpoint is the ledger's, whoever cosigned it: that is enough of one that was kept, for it may be
// older than the witnesses.
//
// Errors: no key known here signed it, a signature of a known key is wrong, the text is no checkpoint, or its origin is not
// the name of the key.
func (j *judge) signed(text []byte) (*log.Checkpoint, error) {
	// By the policy each of the log's keys may sign alone; during a change of keys both do.
	opened, err := note.Open(text, note.VerifierList(j.keys...))
	if err != nil {
		return nil, err
	}
	checkpoint := &log.Checkpoint{}
	if _, err := checkpoint.Unmarshal([]byte(opened.Text)); err != nil {
		return nil, err
	}
	if len(checkpoint.Hash) != 32 {
		return nil, fmt.Errorf("the root is %d bytes long, not 32", len(checkpoint.Hash))
	}
	if signer := opened.Sigs[0].Name; checkpoint.Origin != signer {
		return nil, fmt.Errorf("the origin is %q, and it is signed by %q", checkpoint.Origin, signer)
	}
	return checkpoint, nil
}

// describe says in words what a checkpoint is of and what stood behind it.
func (j *judge) describe(checkpoint *log.Checkpoint) string {
	witnessed := "the policy asks for no witness"
	if j.quorum.N > 0 {
		witnessed = fmt.Sprintf("cosigned as the %s policy asks", j.source)
	}
	return fmt.Sprintf("%s, %d events, root %s, signature good, %s", checkpoint.Origin, checkpoint.Size,
		base64.StdEncoding.EncodeToString(checkpoint.Hash), witnessed)
}
