import { type Checkpoint } from './checkpoints.ts';
import { type Standing } from './standing.ts';

/**
 * What this process believes of the checkpoints. The database alone knows; a belief that is out of date costs a refused
 * step and a refresh, never a wrong row.
 */
export class Bookmarks {
  #standing: Standing | undefined;
  #checkpoints = new Map<number, Checkpoint>();
  #assigned: readonly number[] = [];
  #seek: ((checkpoint: Checkpoint) => void) | undefined;
  #excuse: string | undefined = 'it has not begun';
  #refreshing: Promise<void> | undefined;

  constructor(private readonly read: () => Promise<Standing | undefined>) {}

  /** Whether there is anything to consume. */
  isOpen(): boolean {
    return this.#standing !== undefined;
  }

  /** The source of this ledger's events, what generation is published, and the build of the schema. */
  standing(): Omit<Standing, 'checkpoints'> | undefined {
    return this.#standing;
  }

  areOf(build: string, generation: number): boolean {
    return this.#standing?.build === build && this.#standing.generation === generation;
  }

  of(partition: number): Checkpoint | undefined {
    return this.#checkpoints.get(partition);
  }

  moveTo(checkpoint: Checkpoint): void {
    this.#checkpoints.set(checkpoint.partition, checkpoint);
  }

  assigned(): readonly number[] {
    return this.#assigned;
  }

  /** Names the partitions that are ours now, and how the consumer is sent to where they are to go on. */
  assign(partitions: readonly number[], seek: ((checkpoint: Checkpoint) => void) | undefined): void {
    this.#assigned = partitions;
    this.#seek = seek;
    this.#seekAll();
  }

  /** Reads the checkpoints again and sends the consumer there. Calls made meanwhile share the reading. */
  refresh(): Promise<void> {
    this.#refreshing ??= this.#read().finally(() => {
      this.#refreshing = undefined;
    });
    return this.#refreshing;
  }

  /** Says why nothing moves, or with undefined that nothing excuses it. */
  excuse(reason: string | undefined): void {
    this.#excuse = reason;
  }

  isExcused(): boolean {
    return this.#excuse !== undefined;
  }

  async #read(): Promise<void> {
    this.#standing = await this.read();
    this.#checkpoints = new Map(this.#standing?.checkpoints);
    this.#seekAll();
  }

  #seekAll(): void {
    for (const partition of this.#assigned) {
      const checkpoint = this.#checkpoints.get(partition);
      if (checkpoint) this.#seek?.(checkpoint);
    }
  }
}
