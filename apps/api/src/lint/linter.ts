import {
  comparablesIn,
  type FactToRecord,
  type Finding,
  type Histories,
  lint,
  type LintGround,
} from '#libs/domain';
import { EventStore } from '#libs/event-store';
import { Inject, Injectable } from '@nestjs/common';
import { CANDIDATES, type Candidates } from './candidates.ts';

/** How long a recording may wait to be compared. */
export const LINT_PATIENCE_MS = Symbol('patience of a recording in milliseconds');
/** The query takes a few milliseconds where nothing is in its way. */
export const DEFAULT_PATIENCE_MS = 300;
/** How many may be compared at once, so that those that hang leave connections for questions. */
const MOST_AT_ONCE = 4;

type Comparables = ReturnType<typeof comparablesIn>;
type Compared = Pick<LintGround, 'known' | 'notCompared'>;

/**
 * Lints requests with what the ledger knows. It never fails and never keeps a recording waiting for long: read models
 * that are absent, behind or busy cost a comparison, and the findings say so.
 */
@Injectable()
export class Linter {
  #underWay = 0;

  constructor(
    @Inject(EventStore) private readonly store: EventStore,
    @Inject(CANDIDATES) private readonly candidates: Candidates,
    @Inject(LINT_PATIENCE_MS) private readonly patienceMs: number,
  ) {}

  /** @param histories what the ledger holds in the streams that the request names. */
  async findings(facts: readonly FactToRecord[], histories: Histories): Promise<readonly Finding[]> {
    const wanted = comparablesIn(facts);
    const compared = wanted.length > 0 ? await this.#compared(wanted) : {};
    return lint(facts, { histories, ...compared });
  }

  async #compared(wanted: Comparables): Promise<Compared> {
    if (this.#underWay >= MOST_AT_ONCE) return { notCompared: 'too many others are being compared' };
    this.#underWay += 1;
    const comparing = this.#compare(wanted).finally(() => (this.#underWay -= 1));
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<Compared>((resolve) => {
      timer = setTimeout(() => {
        resolve({ notCompared: `its read models had not answered after ${this.patienceMs} ms` });
      }, this.patienceMs);
    });
    return Promise.race([comparing, late]).finally(() => {
      clearTimeout(timer);
    });
  }

  async #compare(wanted: Comparables): Promise<Compared> {
    try {
      const [alike, head] = await Promise.all([this.candidates.alike(wanted), this.store.head()]);
      if (!alike) return { notCompared: 'it has no read models' };
      const { announced: known, position } = alike;
      if (position >= head.position) return { known };
      return { known, notCompared: `its read models are at position ${position} of ${head.position}` };
    } catch {
      return { notCompared: 'its read models could not be asked' };
    }
  }
}
