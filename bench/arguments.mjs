import { parseArgs } from 'node:util';

/** The parts in the order in which they are run: what is bounded by the time that is left comes last. */
export const PARTS = [
  'append',
  'relay',
  'notary',
  'fold',
  'visible',
  'http',
  'as-of',
  'stream',
  'webhooks',
  'read',
  'verify',
  'report',
  'projector',
  'rebuild',
];

/** What the ledger can be measured against, beside a bare kafkajs producer, which the relay always is. */
export const PEERS = ['raw', 'emmett', 'message-db'];

export const HELP = `npm run bench [-- PART... --quick --json FILE --peers LIST]: the ledger against its peers, on this machine.

Parts, all of them unless some are named:
  append     events/s with 1, 8, 32 and 128 clients, and ten events at a time; what an event costs
  relay      events/s from the store to Kafka, against a bare kafkajs producer
  notary     events/s into the Merkle log, against reading and hashing alone
  fold       a stream of 1,000, 10,000 and 100,000 events, read and folded
  visible    from a command to its effect in the read models, at 200 commands/s
  http       commands/s and queries/s with 64 connections
  as-of      one commitment, the list, totals and matrix over 100 thousand events, now and as of a position past
  stream     1,000 clients on one process: memory of each, and from a commit to their sockets
  webhooks   from a commit to targets, alone and beside others that hang and fail; memory of the dispatcher
  read       a stream, the whole log, and both on logs of 10 thousand to 3 million events
  verify     events/s of a bundle verified offline
  report     an audit report of 10 thousand commitments and 200 thousand events, in each format
  projector  events/s into all read models
  rebuild    the read models of a million events, from nothing

Options:
  --quick       everything in two minutes: one round, small sizes; figures are rough
  --json FILE   writes {machine, settings, figures: [{name, unit, min, median, max, peer, ratio}]}
  --peers LIST  some of ${PEERS.join(',')}, or none (default: all of them)
  --help        this

It starts a PostgreSQL and a Kafka of its own and removes them in the end. Progress is told on stderr, the table on
stdout. How each figure is taken, and what it does not show: bench/README.md.
`;

/** A word on the command line that cannot be meant. The message is for the person who typed it. */
class BadArgument extends Error {
  name = 'BadArgument';
  code = 'bad-argument';
}

/**
 * What was asked for on the command line.
 *
 * @param {readonly string[]} args
 * @returns {{help: boolean, quick: boolean, parts: string[], peers: string[], json: string | undefined}}
 * @throws BadArgument
 */
export function readArguments(args) {
  const { values, positionals } = parsed(args);
  const peers = values.peers === 'none' ? [] : (values.peers?.split(',') ?? PEERS);
  refuseUnknown('part', positionals, PARTS);
  refuseUnknown('peer', peers, PEERS);
  const parts = positionals.length === 0 ? PARTS : PARTS.filter((part) => positionals.includes(part));
  const { help = false, quick = false, json } = values;
  return { help, quick, parts, peers, json };
}

function parsed(args) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        help: { type: 'boolean', short: 'h' },
        quick: { type: 'boolean' },
        json: { type: 'string' },
        peers: { type: 'string' },
      },
    });
  } catch (error) {
    throw new BadArgument(`${error.message.split('. ')[0]}. See npm run bench -- --help.`);
  }
}

function refuseUnknown(kind, words, known) {
  const unknown = words.find((word) => !known.includes(word));
  if (unknown === undefined) return;
  throw new BadArgument(`"${unknown}" is no ${kind}: there are ${known.join(', ')}.`);
}
