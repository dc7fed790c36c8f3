import { type Report } from '../report.ts';

/** What a bundle is, what it shows and does not, and how anybody checks it. */
export const bundleReadme = ({ cover, notShown }: Report): string => `# ${cover.title}: ${cover.subtitle}

- Valid at: the end of ${cover.validAt}
- Known at: position ${cover.knownAt.position}, recorded ${cover.knownAt.recordedAt}
- Root of the log at that position: ${cover.root.base64} (base64), ${cover.root.sha256} (hexadecimal)
- Ledger: ${cover.ledger}
- Scope: ${cover.scope}

## What is here

| File | Holds |
| --- | --- |
| report.pdf, report.html, report.json | the report, the same in each |
| data/ | the report as a data package of CSV tables |
| figures.jsonl | every figure, with the places in the log it is taken from and how |
| log/leaves.jsonl | the events as they are sealed, one to a line, byte for byte |
| log/checkpoint | the signed root that covers them |
| log/proofs.jsonl, log/proofs/ | the paths from each event to that root; where all events are here there are none, for the root is computed from them |
| log/key | the key by which the root is signed. Compare it with one that you have from somebody you trust |
| log/policy | whose cosignatures it takes |

## How to check it, without us and without a network

The programs stand in the ledger's source under test/verifier, share no code with the ledger, and can be read in an hour.
Put the key that you trust into a file \`ledger.vkey\`.

With Go 1.25 or newer:

\`\`\`sh
cd test/verifier/go && go build -o verifier .
./verifier bundle -key ledger.vkey report.zip
\`\`\`

With Python 3.11 or newer:

\`\`\`sh
python3 -m pip install --target packages -r test/verifier/python/requirements.txt
PYTHONPATH=packages python3 test/verifier/python/verify.py --key ledger.vkey report.zip
\`\`\`

With the ledger's own command:

\`\`\`sh
npx ledger verify report.zip --vkey ledger.vkey
\`\`\`

They work the figures out again from the events, prove the events by the checkpoint, and compare the figures with
report.json. Building the Go program and fetching the Python packages takes a network, once; checking takes none.

## What it does not show

${notShown.map((sentence) => `- ${sentence}`).join('\n')}
`;
