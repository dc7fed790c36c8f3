import { createHash } from 'node:crypto';
import { type Pool } from 'pg';
import { getDocumentSql, putDocumentSql } from './sql/documents.sql.ts';

export interface StoredDocument {
  readonly bytes: Buffer;
  readonly mediaType: string;
  /** The first position that can have been recorded after it came: by what was known before, it is not there. */
  readonly knownFrom: number;
}

/** The bytes of source documents, kept by their SHA-256 and never changed. */
export class DocumentStore {
  constructor(private readonly pool: Pool) {}

  /**
   * Keeps the bytes. Those that are there already stay as they are, with the media type they came with first.
   *
   * @returns their SHA-256 in lower-case hex, by which they are found again.
   */
  async put(bytes: Uint8Array, mediaType: string, actor: string): Promise<string> {
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    await this.pool.query(putDocumentSql, [sha256, bytes, mediaType, actor]);
    return sha256;
  }

  /** The document of a SHA-256 in lower-case hex, if we have it. */
  async get(sha256: string): Promise<StoredDocument | undefined> {
    const { rows } = await this.pool.query<DocumentRow>(getDocumentSql, [sha256]);
    const [row] = rows;
    return row && { bytes: row.bytes, mediaType: row.media_type, knownFrom: Number(row.known_from) };
  }
}

interface DocumentRow {
  readonly bytes: Buffer;
  readonly media_type: string;
  /** A bigint, which pg gives as text. */
  readonly known_from: string;
}
