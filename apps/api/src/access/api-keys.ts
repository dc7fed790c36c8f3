import { Inject, Injectable } from '@nestjs/common';
import { Pool } from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { hashOf, newSecret, sameHash } from './api-key-secret.ts';
import { findKeySql, insertKeySql, listKeysSql, revokeKeySql } from './api-keys.sql.ts';
import { type Caller } from './caller.ts';
import { type Role } from './permissions.ts';

/** A key as it may be shown: never its secret. */
export interface ListedKey {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly revokedAt: string | null;
}

interface KeyRow {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly created_at: Date;
  readonly created_by: string;
  readonly revoked_at: Date | null;
}

/** The keys given out. Only their hashes are here, so a secret that is lost is lost. */
@Injectable()
export class ApiKeys {
  constructor(@Inject(Pool) private readonly pool: Pool) {}

  /** Whose valid key this is, if anybody's. */
  async find(secret: string): Promise<Caller | undefined> {
    const hash = hashOf(secret);
    const { rows } = await this.pool.query<{ name: string; role: Role; hash: Buffer }>(findKeySql, [hash]);
    const [row] = rows;
    return row && sameHash(row.hash, hash) ? { name: row.name, role: row.role, kind: 'key' } : undefined;
  }

  /** Gives out a key. Its secret is in this answer and nowhere else; undefined where a valid key has the name. */
  async create(
    name: string,
    role: Role,
    createdBy: string,
  ): Promise<(ListedKey & { readonly secret: string }) | undefined> {
    const id = uuidv7();
    const secret = newSecret();
    const values = [id, name, role, hashOf(secret), createdBy];
    const { rows } = await this.pool.query<{ created_at: Date }>(insertKeySql, values);
    const [row] = rows;
    return (
      row && { id, name, role, createdAt: row.created_at.toISOString(), createdBy, revokedAt: null, secret }
    );
  }

  async list(): Promise<readonly ListedKey[]> {
    const { rows } = await this.pool.query<KeyRow>(listKeysSql);
    return rows.map(({ id, name, role, created_at, created_by, revoked_at }) => ({
      id,
      name,
      role,
      createdAt: created_at.toISOString(),
      createdBy: created_by,
      revokedAt: revoked_at?.toISOString() ?? null,
    }));
  }

  /** From now on the key opens nothing. Whether there is such a key; revoking it twice changes nothing. */
  async revoke(id: string): Promise<boolean> {
    const { rowCount } = await this.pool.query(revokeKeySql, [id]);
    return rowCount === 1;
  }
}
