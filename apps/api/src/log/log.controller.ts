import { parseTilePath } from '#libs/transparency';
import { Controller, Get, Inject, Query, Req, Res } from '@nestjs/common';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { Pool } from 'pg';
import { z } from 'zod';
import { Endpoint } from '../openapi/endpoint.decorator.ts';
import { parsedQuery } from '../parsing.ts';
import { invalidParameter, notFound } from '../problems/problem.ts';
import { wholeNumber } from '../queries/parameters.ts';
import { earlierLogsSql } from './log-standing.sql.ts';
import { LogStanding } from './log-standing.ts';
import { PublishedLog } from './published-log.ts';

const TEXT = 'text/plain; charset=utf-8';
const BYTES = 'application/octet-stream';
/** Other logs may follow this one at the same address, so a cache is told to forget within a year. */
const FOR_LONG = 'max-age=31536000, immutable';

const tree = z.strictObject({
  size: z.int(),
  root: z.string().describe('The Merkle Tree Hash (RFC 6962 §2.1), in base64'),
});

const consistency = z
  .strictObject({
    from: tree,
    to: tree,
    proof: z.array(z.string()).describe('PROOF of RFC 6962 §2.1.2, each hash in base64'),
  })
  .meta({ id: 'ConsistencyProof' });

const consistencyQuery = z.strictObject({
  from: wholeNumber(0, Number.MAX_SAFE_INTEGER).describe('The size of the older tree'),
  to: wholeNumber(0, Number.MAX_SAFE_INTEGER).describe('The size of the newer tree'),
});

const logState = z
  .strictObject({
    origin: z.string().nullable().describe('The name of the log; null before one was begun'),
    vkeys: z.array(z.string()).describe('Its verifier keys (C2SP signed-note), the newest first'),
    head: z.int().describe('The last position recorded'),
    signed: z.int().describe('How many events are under a signed checkpoint'),
    published: z.int().describe('How many are under the published one'),
    readOnly: z
      .strictObject({
        code: z.string().describe('Why, in one word of docs/log.md'),
        because: z.string().describe('What was found, and what to do'),
        since: z.string().nullable(),
      })
      .nullable()
      .describe('Why nothing may be recorded; null while it may'),
    earlier: z
      .array(
        z.strictObject({ origin: z.string(), size: z.int(), givenUpAt: z.string(), because: z.string() }),
      )
      .describe('Logs that could not be continued'),
  })
  .meta({ id: 'LogState' });

/** The Merkle log over the events, for whoever wants to check it (C2SP tlog-tiles), and how it stands. */
@Controller()
export class LogController {
  constructor(
    @Inject(PublishedLog) private readonly log: PublishedLog,
    @Inject(LogStanding) private readonly standing: LogStanding,
    @Inject(Pool) private readonly pool: Pool,
  ) {}

  @Get('log/checkpoint')
  @Endpoint({
    permission: 'public',
    tag: 'Log',
    summary: 'The newest published checkpoint: how many events, and the root over them, signed',
    description: 'A signed note (C2SP tlog-checkpoint), with the cosignatures of witnesses.',
    answer: { description: 'The checkpoint', mediaType: 'text/plain' },
    problems: ['not-yet-sealed'],
  })
  async checkpoint(@Res() reply: FastifyReply): Promise<void> {
    const { note } = await this.log.checkpoint();
    await reply.headers({ 'Content-Type': TEXT, 'Cache-Control': 'public, max-age=1' }).send(note);
  }

  @Get('log/key')
  @Endpoint({
    permission: 'public',
    tag: 'Log',
    summary: 'The verifier key of the log, by which its checkpoints are checked',
    description: 'One line (C2SP signed-note); two while keys are being changed, the newer first.',
    answer: { description: 'The key', mediaType: 'text/plain' },
    problems: ['not-yet-sealed'],
  })
  async key(@Res() reply: FastifyReply): Promise<void> {
    const { vkeys } = await this.log.current();
    await send(reply, vkeys.map((vkey) => `${vkey}\n`).join(''));
  }

  @Get('log/policy')
  @Endpoint({
    permission: 'public',
    tag: 'Log',
    summary: 'By which policy a checkpoint is to be believed: key, witnesses, and how many of them',
    answer: { description: 'C2SP tlog-policy', mediaType: 'text/plain' },
    problems: ['not-yet-sealed'],
  })
  async policy(@Res() reply: FastifyReply): Promise<void> {
    await send(reply, (await this.log.current()).policy);
  }

  @Get('log/tile/*')
  @Endpoint({
    permission: 'read',
    tag: 'Log',
    summary: 'A tile of the tree, or a bundle of entries',
    description:
      'C2SP tlog-tiles: `tile/<L>/<N>[.p/<W>]` are up to 256 hashes, `tile/entries/<N>[.p/<W>]` the leaves under a tile of ' +
      'level 0, each after its length in two bytes. A leaf is `{"event":…,"position":…,"recordedAt":…}`, UTF-8.',
    parameters: { path: 'Level and index, such as 0/x001/234 or entries/000.p/17' },
    answer: { description: 'The bytes', mediaType: BYTES },
    problems: ['not-found', 'not-yet-sealed'],
  })
  async tile(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const path = (request.params as Readonly<Record<string, string>>)['*'] ?? '';
    const tile = parseTilePath(`tile/${path}`);
    if (!tile) throw notFound('tile', path);
    const bytes = await this.log.tile(tile);
    const visibility = request.caller.kind === 'anonymous' ? 'public' : 'private';
    void reply.headers({ 'Content-Type': BYTES, 'Cache-Control': `${visibility}, ${FOR_LONG}` });
    if (tile.level !== 'entries') {
      await reply.send(bytes);
      return;
    }
    void reply.header('Vary', 'Accept-Encoding');
    const takesGzip = /(^|[\s,])gzip\b(?!\s*;\s*q=0(\.0*)?(\s|,|$))/.test(
      request.headers['accept-encoding'] ?? '',
    );
    if (takesGzip) await reply.header('Content-Encoding', 'gzip').send(await zip(bytes));
    else await reply.send(bytes);
  }

  @Get('v1/log')
  @Endpoint({
    permission: 'read',
    tag: 'Log',
    summary: 'How the log stands: how far it is sealed, and whether the ledger may be written to',
    answer: { description: 'How it stands', schema: logState },
  })
  async state(): Promise<z.output<typeof logState>> {
    const { origin, ...standing } = await this.standing.now();
    const vkeys = origin === undefined ? [] : (await this.log.current()).vkeys;
    const { rows } = await this.pool.query<{
      origin: string;
      given_up_at: Date;
      because: string;
      size: string;
    }>(earlierLogsSql);
    const earlier = rows.map((row) => ({
      origin: row.origin,
      size: Number(row.size),
      givenUpAt: row.given_up_at.toISOString(),
      because: row.because,
    }));
    return { origin: origin ?? null, vkeys: [...vkeys], ...standing, earlier };
  }

  @Get('v1/log/consistency')
  @Endpoint({
    permission: 'read',
    tag: 'Log',
    summary: 'That the tree of one size is the beginning of that of another',
    query: consistencyQuery,
    answer: { description: 'Both roots, and the proof between them', schema: consistency },
    problems: ['no-such-checkpoint', 'not-yet-sealed'],
  })
  async consistency(@Query() query: unknown): Promise<z.output<typeof consistency>> {
    const { from, to } = parsedQuery(consistencyQuery, query);
    if (from > to) throw invalidParameter('from', 'is larger than to');
    const proved = await this.log.consistency(from, to);
    const told = ({ size, root }: typeof proved.from) => ({ size, root: root.toString('base64') });
    return {
      from: told(proved.from),
      to: told(proved.to),
      proof: proved.proof.map((hash) => hash.toString('base64')),
    };
  }
}

const zip = promisify(gzip);

const send = (reply: FastifyReply, text: string): Promise<void> =>
  reply
    .headers({ 'Content-Type': TEXT, 'Cache-Control': 'public, max-age=60' })
    .send(text) as unknown as Promise<void>;
