/** What the README in a bundle of the log alone says to whoever finds it, who may know nothing of the ledger. */
export const bundleReadme = (origin: string, size: number): string => `# The log of ${origin}

All ${size} events that this commitment ledger had recorded, each with its position and the time at which it was recorded,
and the ledger's signature over all of them.

- \`log/checkpoint\`: how many events, and the root of the Merkle tree over them, signed (C2SP tlog-checkpoint).
- \`log/leaves.jsonl\`: one event to a line, exactly as it is in the tree: \`{"event":…,"position":n,"recordedAt":"…"}\`.
- \`log/tile/0/…\`: the hashes of the leaves, 32 bytes each (C2SP tlog-tiles).
- \`log/key\`: the verifier key of the ledger. Compare it with the one you know from somebody you trust.
- \`log/policy\`: which witnesses must have cosigned the checkpoint (C2SP tlog-policy).

## What it shows, and what not

That these are the events that the ledger sealed, in this order, and that none of them was altered, added or left out since.
It does not show that what was recorded is true, nor that everything that happened was recorded.

## To check it

Without a network, and with no code of the ledger. Of the ledger's sources take the folder \`test/verifier\`: its programs
rest on libraries of others, and \`docs/verify.md\` says how to bring those to a machine without a network. KEY is a file
with the verifier key you know.

    cd test/verifier/go && go build -o verifier .
    ./verifier bundle -key KEY this.zip

    python3 -m pip install --target packages -r test/verifier/python/requirements.txt
    PYTHONPATH=packages python3 test/verifier/python/verify.py --key KEY this.zip

Or with the ledger's own command: \`ledger verify this.zip --vkey KEY\`.
`;
