import { type Feed } from './feed.ts';
import { type Fold } from './fold.ts';
import { type Pulse } from './pulse.ts';

/** What a consumption works with. */
export interface ConsumptionOptions extends Fold {
  readonly feed: Feed;
  /** Is told how things stand, about once a second while the database answers. */
  readonly onPulse?: (pulse: Pulse) => void;
}
