import { formatVerifierKey, isQuorum, type KeptCheckpoint, type Witness } from '#libs/transparency';
import { askWitness, WitnessFailed } from './asking-witness.ts';
import { type Desk } from './desk.ts';
import { type NotaryOptions } from './notary-options.ts';
import { Refused } from './refused.ts';

const WITNESS_MS = 5_000;
/** A checkpoint that has no quorum yet is tried again after so long, by then perhaps a newer one. */
const AGAIN_MS = 1_000;
/** Once to hear which tree it knows, and once more where another checkpoint came in between. */
const TRIES = 3;

type AskedWitness = Witness & { readonly url: string };

/** What the asking has to know of the log. */
export interface CosigningOptions extends Pick<NotaryOptions, 'policy' | 'log' | 'witnessMs'> {
  readonly desk: Desk;
  /** Which log over the events. */
  readonly logNumber: number;
  readonly onPublished: (checkpoint: KeptCheckpoint) => void;
}

/**
 * Has checkpoints cosigned, one after another: all witnesses are asked for the same one, and only when they are enough, or
 * all have answered, for the next. So those that are slow keep up with the others, and a checkpoint that nobody has to wait
 * for is never left out for want of one signature.
 */
export class Cosigning {
  readonly #lanes: readonly Lane[];
  #newest: KeptCheckpoint | undefined;
  #published = 0;
  #wake: (() => void) | undefined;
  /** What a witness was found to know, or what went wrong, when nobody waited for it any more. */
  #late: { readonly error: unknown } | undefined;

  constructor(private readonly options: CosigningOptions) {
    const asked = options.policy.witnesses.filter(
      (witness): witness is AskedWitness => witness.url !== undefined,
    );
    this.#lanes = asked.map((witness) => new Lane(witness, options));
  }

  /** Takes up what each witness has cosigned before, and the newest checkpoint that was signed. */
  async begin(newest: KeptCheckpoint | undefined): Promise<void> {
    const sizes = await this.options.desk.cosignedSizes(this.options.logNumber);
    for (const lane of this.#lanes) lane.knows(sizes);
    this.#newest = newest;
  }

  /**
   * Asks every witness for the newest checkpoint before anything new is signed. Who answers after a quorum is heard by `run`.
   *
   * @throws Refused where one knows a larger tree than we do.
   */
  async greet(signal: AbortSignal): Promise<void> {
    if (!this.#newest || this.#lanes.length === 0) return;
    await this.#round(this.#newest, signal);
  }

  /** Has a checkpoint cosigned, unless a newer one comes before its turn. */
  offer(checkpoint: KeptCheckpoint): void {
    this.#newest = checkpoint;
    this.#wake?.();
  }

  /**
   * Goes on until the abort.
   *
   * @throws Refused where a witness knows a larger tree than we do.
   */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      if (this.#late) throw this.#late.error;
      const target = this.#newest;
      const isDone = target === undefined || target.number <= this.#published || this.#lanes.length === 0;
      if (isDone) await this.#waitForOffer(undefined, signal);
      else if (!(await this.#round(target, signal))) await this.#waitForOffer(AGAIN_MS, signal);
    }
  }

  /** @returns whether the checkpoint is published. */
  async #round(target: KeptCheckpoint, signal: AbortSignal): Promise<boolean> {
    const { policy, desk, onPublished } = this.options;
    const lines = new Map<string, { readonly name: string; readonly line: string }>();
    const newestSize = (): number => this.#newest?.size ?? target.size;
    const take = async (lane: Lane): Promise<void> => {
      const line = await lane.ask(target, newestSize, signal);
      if (line === undefined) return;
      lines.set(lane.vkey, { name: lane.name, line });
      const names = new Set([...lines.values()].map(({ name }) => name));
      const isPublished = isQuorum(policy.quorum, names);
      await desk.cosigned(target, new Map([[lane.vkey, line]]), isPublished);
      if (!isPublished || target.number <= this.#published) return;
      this.#published = target.number;
      onPublished(target);
      enough();
    };
    let enough = (): void => undefined;
    const quorum = new Promise<void>((resolve) => (enough = resolve));
    const all = Promise.all(this.#lanes.map(take));
    // After a quorum the rest goes on by itself, and there may be no next round to find again what it finds wrong.
    all.catch((error: unknown) => {
      this.#late ??= { error };
      this.#wake?.();
    });
    await Promise.race([quorum, all]);
    return this.#published >= target.number;
  }

  #waitForOffer(ms: number | undefined, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        this.#wake = undefined;
        resolve();
      };
      const timer = ms === undefined ? undefined : setTimeout(done, ms);
      signal.addEventListener('abort', done, { once: true });
      this.#wake = done;
      if (signal.aborted) done();
    });
  }
}

/** One witness, asked for one checkpoint at a time. */
class Lane {
  readonly name: string;
  readonly vkey: string;
  #size = 0;
  #target = 0;
  #busy: Promise<unknown> = Promise.resolve();
  #failure: string | undefined;

  constructor(
    private readonly witness: AskedWitness,
    private readonly options: CosigningOptions,
  ) {
    this.name = witness.name;
    this.vkey = formatVerifierKey(witness.key);
  }

  knows(sizes: ReadonlyMap<string, number>): void {
    this.#size = sizes.get(this.vkey) ?? 0;
  }

  /**
   * @param newestSize of what was ever signed.
   * @returns the line of its signature; undefined where there is none, or the checkpoint is not wanted any more.
   */
  ask(target: KeptCheckpoint, newestSize: () => number, signal: AbortSignal): Promise<string | undefined> {
    this.#target = target.number;
    const asked = this.#busy.then(() => this.#ask(target, newestSize, signal));
    this.#busy = asked.catch(() => undefined);
    return asked;
  }

  async #ask(
    target: KeptCheckpoint,
    newestSize: () => number,
    signal: AbortSignal,
  ): Promise<string | undefined> {
    const { witnessMs = WITNESS_MS } = this.options;
    try {
      for (let tries = 0; tries < TRIES; tries += 1) {
        if (target.number < this.#target || this.#size > target.size || signal.aborted) return undefined;
        const proof = await this.#proofTo(target);
        const either = AbortSignal.any([signal, AbortSignal.timeout(witnessMs)]);
        const answer = await askWitness(this.witness, target, { oldSize: this.#size, proof }, either);
        if ('line' in answer) {
          this.#size = target.size;
          this.#tell(undefined);
          return answer.line;
        }
        if (answer.knows > newestSize()) throw witnessAhead(this.name, answer.knows, newestSize());
        this.#size = answer.knows;
      }
    } catch (error) {
      if (!(error instanceof WitnessFailed)) throw error;
      if (!signal.aborted) this.#tell(error.message);
    }
    return undefined;
  }

  #proofTo({ size }: KeptCheckpoint): Promise<readonly Buffer[]> {
    const { desk, logNumber } = this.options;
    return desk.sealed.consistencyProof(logNumber, this.#size, size);
  }

  /** A witness that is away for a day is not told of every second. */
  #tell(failure: string | undefined): void {
    const { log } = this.options;
    if (failure === this.#failure) return;
    if (failure === undefined) log.log(`${this.name} cosigns again`);
    else log.warn(`The witness ${failure}`);
    this.#failure = failure;
  }
}

const witnessAhead = (name: string, knows: number, size: number): Refused =>
  new Refused(
    'witness-ahead',
    `The witness ${name} has cosigned a tree of ${knows} events, and the newest that the notary knows of has ${size}: both the database and the state file were set back.`,
    `Restore a backup that reaches position ${knows}, with the newest state file, and start again.`,
    size,
  );
