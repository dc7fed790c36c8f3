import { isTransient } from '#libs/event-store';
import { isOver, sentence } from '#libs/messaging';
import { headsSql } from './deliveries.sql.ts';
import { deliver, type Delivered, type Delivering } from './delivering.ts';
import { Pace } from './pace.ts';
import { type Permits } from './permits.ts';

/** What a lane shares with all others. */
export interface Shared extends Delivering {
  readonly permits: Permits;
  /** Told after each attempt what came of it. */
  readonly onDelivered: (id: string, delivered: Exclude<Delivered, 'unsent'>) => void;
  /** From this on nothing is begun. */
  readonly over: AbortSignal;
  /** From this on what is under way is broken off. */
  readonly cut: AbortSignal;
}

interface Head {
  readonly id: string;
  readonly stream: string;
}

/** After an error of ours, such as a lost database: so long nothing is tried. */
const RECOVER_MS = 1_000;
/** A timer of Node's fires at once beyond some 24 days. */
const LONGEST_WAIT_MS = 3_600_000;

/**
 * What is sent to one subscription: of each stream the first that waits, and the next one when that is settled; several
 * streams at once, as many as its pace allows. What fails holds back its own stream until it is due again, and no other; a
 * target that takes nothing has one place and is asked ever more rarely.
 */
export class Lane {
  /** Streams of which something is under way. */
  readonly #busy = new Set<string>();
  /** Due, and not begun. */
  #heads: Head[] = [];
  readonly #pace: Pace;
  #isAiling = false;
  /** Until then the address is left alone. */
  #heldUntil = 0;
  #timer: NodeJS.Timeout | undefined;
  #isWalking = false;
  /** Whether there may be more that is due than is in `heads`. */
  #isRung = false;
  #isEnded = false;

  constructor(
    private readonly id: string,
    private readonly host: string,
    private readonly shared: Shared,
  ) {
    this.#pace = new Pace(shared.limits);
  }

  /** There may be something to send. */
  readonly wake = (): void => {
    this.#isRung = true;
    this.#go();
  };

  /** Nothing is begun any more. */
  end(): void {
    this.#isEnded = true;
    clearTimeout(this.#timer);
  }

  #go(): void {
    if (!this.#isWalking) void this.#walk();
  }

  async #walk(): Promise<void> {
    this.#isWalking = true;
    try {
      while (await this.#step());
    } catch (error) {
      this.#recover(error);
      this.#wakeIn(RECOVER_MS);
    } finally {
      this.#isWalking = false;
    }
    // Rung after the last step had looked, and before anybody could have walked.
    if ((this.#isRung || this.#heads.length > 0) && this.#mayBegin()) this.#go();
  }

  /** Begins one delivery. @returns whether to go on at once. */
  async #step(): Promise<boolean> {
    const { permits, over } = this.shared;
    const heldMs = this.#heldUntil - performance.now();
    if (heldMs > 0) this.#wakeIn(heldMs);
    if (!this.#mayBegin()) return false;
    const head = this.#heads.shift() ?? (this.#isRung ? await this.#look() : undefined);
    if (!head) return this.#isRung;
    this.#busy.add(head.stream);
    const giveBack = await permits.take({ host: this.host, isAiling: this.#isAiling }, over);
    void this.#send(head).finally(() => {
      giveBack();
      this.#busy.delete(head.stream);
      this.#go();
    });
    return true;
  }

  #mayBegin(): boolean {
    if (this.#isEnded || isOver(this.shared.over)) return false;
    return this.#busy.size < this.#pace.atOnce && this.#heldUntil <= performance.now();
  }

  /** The next that is due; some more are remembered, or else when to look again. */
  async #look(): Promise<Head | undefined> {
    const { limits, pool } = this.shared;
    this.#isRung = false;
    const most = 2 * limits.atOncePerSubscription;
    const { rows } = await pool.query<Head & { in_ms: number }>({
      ...{ name: 'heads-of-subscription', text: headsSql },
      values: [this.id, [...this.#busy], most],
    });
    const [first, ...more] = rows.filter(({ in_ms: inMs }) => inMs <= 0);
    const later = rows.find(({ in_ms: inMs }) => inMs > 0);
    if (later) this.#wakeIn(later.in_ms);
    // Those that are due come first, so a page of nothing else has another behind it.
    else if (rows.length === most) this.#isRung = true;
    this.#heads = more;
    return first;
  }

  async #send({ id }: Head): Promise<void> {
    const { over, cut, onDelivered } = this.shared;
    if (this.#isEnded || isOver(over)) return;
    const { cuts } = this.#pace;
    try {
      const delivered = await deliver(this.shared, id, cut);
      if (delivered === 'unsent') {
        this.#heads = [];
        this.#isRung = true;
        return;
      }
      // What is not settled has a time of its own, which only a look tells.
      if (delivered.more || delivered.outcome.kind !== 'delivered') this.#isRung = true;
      this.#learn(delivered, cuts);
      onDelivered(this.id, delivered);
    } catch (error) {
      this.#recover(error);
    }
  }

  /** After an error of ours; the database comes back, and all else is worth a look. */
  #recover(error: unknown): void {
    const { log } = this.shared;
    const told = `Subscription ${this.id} is looked at again: ${sentence(error)}`;
    if (isTransient(error)) log.debug(told);
    else log.error(told);
    this.#heads = [];
    this.#isRung = true;
    this.#holdFor(RECOVER_MS);
  }

  #learn({ outcome, durationMs }: Exclude<Delivered, 'unsent'>, cuts: number): void {
    if (outcome.kind === 'delivered') {
      this.#isAiling = durationMs > this.shared.limits.slowMs;
      this.#pace.succeeded();
      return;
    }
    this.#isAiling = true;
    const askedMs = outcome.kind === 'retry' && outcome.isAsked ? outcome.afterMs : 0;
    this.#holdFor(Math.max(askedMs, this.#pace.failed(cuts)));
  }

  /** Nothing is begun for so long, at least. */
  #holdFor(ms: number): void {
    this.#heldUntil = Math.max(this.#heldUntil, performance.now() + ms);
  }

  #wakeIn(ms: number): void {
    clearTimeout(this.#timer);
    if (this.#isEnded) return;
    this.#timer = setTimeout(this.wake, Math.min(LONGEST_WAIT_MS, Math.ceil(ms)));
  }
}
