import {
  checkpointText,
  cosign,
  formatVerifierKey,
  newSignerKey,
  parseCheckpoint,
  parseHash,
  parseNote,
  parseSignerKey,
  provesConsistency,
  signatureLine,
  type Signer,
  verifiedSignatures,
  type VerifierKey,
} from '#libs/transparency';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';

/** A witness of a test's own (C2SP tlog-witness), that can be told to misbehave. */
export class Witness {
  readonly signer: Signer;
  /** The size of the tree it cosigned last. */
  size = 0;
  root: Buffer = Buffer.alloc(32);
  /** The status of each answer it gave. */
  readonly answers: number[] = [];
  /** Instead of its own answer; undefined for that. */
  misbehave: ((reply: ServerResponse) => void) | undefined;
  readonly #server: Server;

  private constructor(
    readonly name: string,
    private readonly log: VerifierKey,
  ) {
    this.signer = parseSignerKey(newSignerKey(`witness.example/${name}`), 'cosignature');
    this.#server = createServer((request, reply) => {
      void this.#answer(request, reply);
    });
  }

  static async start(name: string, log: VerifierKey): Promise<Witness> {
    const witness = new Witness(name, log);
    await new Promise<void>((resolve) => witness.#server.listen(0, '127.0.0.1', resolve));
    return witness;
  }

  /** Its line in a policy. */
  get line(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `witness ${this.name} ${formatVerifierKey(this.signer.verifier)} http://127.0.0.1:${port}/`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request: IncomingMessage, reply: ServerResponse): Promise<void> {
    let body = '';
    for await (const part of request.setEncoding('utf8')) body += String(part);
    if (this.misbehave) {
      this.misbehave(reply);
      return;
    }
    const { status, text } = request.url === '/add-checkpoint' ? this.#add(body) : { status: 404, text: '' };
    this.answers.push(status);
    reply.writeHead(status, { 'content-type': status === 409 ? 'text/x.tlog.size' : 'text/plain' }).end(text);
  }

  #add(body: string): { readonly status: number; readonly text: string } {
    const end = body.indexOf('\n\n');
    const [old = '', ...hashes] = body.slice(0, end).split('\n');
    const note = parseNote(body.slice(end + 2));
    if (verifiedSignatures(note, [this.log]).length === 0) return { status: 403, text: '' };
    const { origin, size, root } = parseCheckpoint(note.text);
    const oldSize = Number(old.replace(/^old /, ''));
    if (oldSize > size) return { status: 400, text: '' };
    if (oldSize !== this.size) return { status: 409, text: `${this.size}\n` };
    const proof = hashes.map((hash) => parseHash(hash) ?? Buffer.alloc(0));
    const claim = { olderSize: oldSize, olderRoot: this.root, newerSize: size, newerRoot: root, proof };
    const isNew = oldSize === 0 && proof.length === 0;
    if (!isNew && !provesConsistency(claim)) return { status: 422, text: '' };
    [this.size, this.root] = [size, root];
    const text = checkpointText({ origin, size, root });
    return { status: 200, text: `${signatureLine(cosign(text, this.signer, 1_732_000_000))}\n` };
  }
}
