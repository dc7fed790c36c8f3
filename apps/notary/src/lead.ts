import { type GrowingTiles, type KeptCheckpoint, verifiedSignatures, parseNote } from '#libs/transparency';
import { inTurn, pause, type Session, untilFirstEnds } from '#libs/messaging';
import { Bell } from './bell.ts';
import { Cosigning } from './cosigning.ts';
import { Desk } from './desk.ts';
import { integrate } from './integrate.ts';
import { beginNewLog } from './new-log.ts';
import { type NotaryOptions, type NotaryStatus } from './notary-options.ts';
import { Refused } from './refused.ts';
import { type GoingOn, isOpen, refuseRolledBack, resume } from './resume.ts';
import { signedCheckpoint } from './signing.ts';

/** So that somebody who records one thing after another gets four checkpoints a second, and not one for each. */
const PACE_MS = 250;
/** How late the notary may notice an event when no bell rings. */
const POLL_MS = 500;
/** While it catches up, so many events come under one checkpoint. */
const CHUNK = 16_384;

/** What leading needs beside the options. */
export interface Leading {
  readonly session: Session;
  readonly options: NotaryOptions;
  readonly report: (changed: Partial<NotaryStatus>) => void;
  /** Is told when the log is taken up. */
  readonly onResumed: () => void;
  readonly signal: AbortSignal;
}

/**
 * Seals what is recorded until the abort, as the one notary that does.
 *
 * @throws Refused where what is stored does not continue what was signed; by then the ledger is read-only.
 */
export async function lead({ session, options, report, onResumed, signal }: Leading): Promise<void> {
  const sql = inTurn(session.client);
  const desk = new Desk(sql);
  try {
    const { goingOn, decided } = await takeUp(desk, options);
    const onPublished = ({ size }: KeptCheckpoint): void => {
      report({ published: size });
    };
    const { policy, log, witnessMs } = options;
    const cosigning = new Cosigning({
      ...{ policy, log, desk, logNumber: goingOn.log, onPublished },
      ...(witnessMs !== undefined && { witnessMs }),
    });
    const newest = await desk.sealed.newest(goingOn.log);
    const published = await desk.sealed.published(goingOn.log);
    report({ signed: newest?.size ?? 0, published: published?.size ?? 0 });
    await cosigning.begin(newest);
    await cosigning.greet(signal);
    await openAgain(desk, options, decided);
    report({ refused: undefined });
    onResumed();
    const sealing = new Sealing(desk, goingOn, options, cosigning, report);
    if (newest && !isSignedByAll(newest, goingOn)) await sealing.seal();
    await untilFirstEnds(
      signal,
      (either) => sealing.run(new Bell(session.client, sql), either),
      (either) => cosigning.run(either),
    );
  } catch (error) {
    if (error instanceof Refused) await desk.refuse(error);
    throw error;
  }
}

/** Takes up the log, or begins a new one where somebody has decided so. */
async function takeUp(
  desk: Desk,
  options: NotaryOptions,
): Promise<{ readonly goingOn: GoingOn; readonly decided?: string }> {
  try {
    return { goingOn: await resume(desk, options) };
  } catch (error) {
    const decided = error instanceof Refused ? await beginNewLog(desk, options, error) : undefined;
    if (decided === undefined) throw error;
    options.log.warn(decided);
    return { goingOn: await resume(desk, options), decided };
  }
}

/** All is as it was signed, so the ledger may be written to. */
async function openAgain(desk: Desk, { log }: NotaryOptions, decided: string | undefined): Promise<void> {
  const { readOnlyBecause } = await desk.head();
  if (readOnlyBecause === null) return;
  await desk.allow(decided ?? 'What is stored is what was signed again.');
  log.warn(`The ledger may be written to again. It was read-only because: ${readOnlyBecause}`);
}

/** Whether every key that signs now has signed it: after a change of keys the newest one has not. */
function isSignedByAll({ note }: KeptCheckpoint, { signers: { signers } }: GoingOn): boolean {
  const keys = signers.map(({ verifier }) => verifier);
  return verifiedSignatures(parseNote(note), keys).length === keys.length;
}

/** The log as it grows. */
class Sealing {
  readonly #tree: GrowingTiles;
  #remembered: GoingOn['remembered'];

  constructor(
    private readonly desk: Desk,
    private readonly goingOn: GoingOn,
    private readonly options: NotaryOptions,
    private readonly cosigning: Cosigning,
    private readonly report: (changed: Partial<NotaryStatus>) => void,
  ) {
    this.#tree = goingOn.tree;
    this.#remembered = goingOn.remembered;
  }

  /** Takes what is recorded into the tree, and signs: at once when there was nothing to do, else at its pace. */
  async run(bell: Bell, signal: AbortSignal): Promise<void> {
    const { paceMs = PACE_MS } = this.options;
    await bell.listen();
    while (!signal.aborted) {
      bell.forget();
      const { position } = await this.desk.head();
      this.report({ head: position });
      await refuseRolledBack(this.desk, this.#remembered, this.#tree.size);
      const added = await integrate(this.desk, this.#tree, Math.min(position, this.#tree.size + CHUNK));
      if (added > 0) await this.seal();
      if (this.#tree.size < position) continue;
      if (added > 0) await pause(paceMs, signal);
      await bell.wait(POLL_MS, signal);
    }
  }

  /**
   * Signs the tree as it is. What is signed is first written down where no backup of the database reaches it, then in the
   * database, and only then known to anybody.
   */
  async seal(): Promise<void> {
    const { log, signers } = this.goingOn;
    const { size } = this.#tree;
    const root = this.#tree.root();
    const note = signedCheckpoint(signers, { origin: signers.origin, size, root });
    this.#remembered = { ...this.#remembered, size, root: root.toString('base64'), note };
    await this.options.memory.write(this.#remembered);
    const publish = isOpen(this.options);
    const number = await this.desk.seal({ log, grown: this.#tree.takeGrown(), size, root, note, publish });
    this.report({ signed: size, ...(publish && { published: size }) });
    this.cosigning.offer({ number, origin: signers.origin, size, root, note });
  }
}
