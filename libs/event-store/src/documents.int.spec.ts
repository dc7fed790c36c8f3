import { cloneDatabase, type TestDatabase, untilLocked } from '#libs/testkit';
import { createHash, randomBytes } from 'node:crypto';
import { DocumentStore } from './index.ts';

let database: TestDatabase;
let documents: DocumentStore;
beforeAll(async () => {
  database = await cloneDatabase();
  documents = new DocumentStore(database.pool('api'));
});
afterAll(() => database.drop());

describe('a document', () => {
  it('is found by the hash of its bytes, and comes back as it was', async () => {
    const bytes = randomBytes(300_000);
    const sha256 = await documents.put(bytes, 'application/pdf', 'desk-officer');
    expect(sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
    expect(await documents.get(sha256)).toEqual({ bytes, mediaType: 'application/pdf', knownFrom: 1 });
  });

  it('given twice, stays as it came first', async () => {
    const bytes = Buffer.from('The same words');
    const sha256 = await documents.put(bytes, 'text/plain', 'desk-officer');
    expect(await documents.put(bytes, 'text/html', 'someone-else')).toBe(sha256);
    expect(await documents.get(sha256)).toEqual({ bytes, mediaType: 'text/plain', knownFrom: 1 });
  });

  it('may be empty', async () => {
    const sha256 = await documents.put(new Uint8Array(), 'text/plain', 'desk-officer');
    expect((await documents.get(sha256))?.bytes).toHaveLength(0);
  });

  it('is not there under a hash nobody gave', async () => {
    expect(await documents.get('0'.repeat(64))).toBeUndefined();
  });

  it('is refused by the database under a hash that is not its own', async () => {
    const forged = database
      .pool('api')
      .query(
        "insert into ledger.documents (sha256, bytes, media_type, added_by, known_from) values ($1, 'x', 'text/plain', 'me', 1)",
        ['0'.repeat(64)],
      );
    await expect(forged).rejects.toThrow('documents_sha256_is_of_bytes');
  });

  it('is known from the first position recorded after it, also where an append is under way as it comes', async () => {
    const admin = database.pool('admin');
    const client = await admin.connect();
    await client.query('begin');
    await client.query(
      `select ledger.append('me', uuidv7(), null, null, null, '{in-flight}', '{0}',
                            '{in-flight}', '{1}', array[uuidv7()], '{StepTaken}', '{1}', '{2024}', '{"{}"}')`,
    );
    const put = documents.put(Buffer.from('Words that came late'), 'text/plain', 'desk-officer');
    await untilLocked(admin, 'ledger.documents');
    await client.query('commit');
    client.release();
    expect((await documents.get(await put))?.knownFrom).toBe(2);
  });
});
