import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post, Req } from '@nestjs/common';
import { type FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Endpoint } from '../openapi/endpoint.decorator.ts';
import { parsedBody } from '../parsing.ts';
import { notFound, Problem } from '../problems/problem.ts';
import { ApiKeys, type ListedKey } from './api-keys.ts';
import { roles } from './permissions.ts';

const keyName = z
  .string()
  .max(60)
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, {
    error: 'is not a name: use lower-case letters and digits, joined by hyphens',
  })
  .refine((name) => name !== 'admin' && name !== 'anonymous', { error: 'is kept for the ledger itself' })
  .describe('Stands as the actor on everything recorded with the key');

const newKey = z.strictObject({ name: keyName, role: z.enum(roles) }).meta({ id: 'NewKey' });

const listedKey = z
  .strictObject({
    id: z.uuid(),
    name: z.string(),
    role: z.enum(roles),
    createdAt: z.iso.datetime(),
    createdBy: z.string(),
    revokedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Key' });

const createdKey = listedKey
  .extend({ secret: z.string().describe('The key itself. It is shown here once and kept nowhere.') })
  .meta({ id: 'CreatedKey' });

const keyList = z.strictObject({ items: z.array(listedKey) }).meta({ id: 'Keys' });

@Controller('v1/keys')
export class KeysController {
  constructor(@Inject(ApiKeys) private readonly keys: ApiKeys) {}

  @Post()
  @Endpoint({
    permission: 'administer',
    tag: 'Access',
    summary: 'Give out a key',
    body: { schema: newKey },
    answer: { status: 201, description: 'The key, with its secret', schema: createdKey },
    problems: ['key-name-taken'],
  })
  async create(
    @Body() body: unknown,
    @Req() { caller }: FastifyRequest,
  ): Promise<ListedKey & { secret: string }> {
    const { name, role } = parsedBody(newKey, body);
    const key = await this.keys.create(name, role, caller.name);
    if (!key) throw new Problem('key-name-taken', `A valid key is called ${name} already.`);
    return key;
  }

  @Get()
  @Endpoint({
    permission: 'administer',
    tag: 'Access',
    summary: 'Every key ever given out, without the secrets',
    answer: { description: 'The keys', schema: keyList },
  })
  async list(): Promise<{ items: readonly ListedKey[] }> {
    return { items: await this.keys.list() };
  }

  @Delete(':id')
  @HttpCode(204)
  @Endpoint({
    permission: 'administer',
    tag: 'Access',
    summary: 'Revoke a key, at once and for good',
    parameters: { id: 'The id of the key' },
    answer: { status: 204, description: 'It opens nothing any more' },
    problems: ['not-found'],
  })
  async revoke(@Param('id') id: string): Promise<void> {
    const isId = z.uuid().safeParse(id).success;
    if (!isId || !(await this.keys.revoke(id))) throw notFound('key', id);
  }
}
