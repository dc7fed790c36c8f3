import { type KafkaAddress } from '../kafka.ts';
import { type Fold } from './fold.ts';
import { type Pulse } from './pulse.ts';

/** What a consumption works with. */
export interface ConsumptionOptions extends Fold, KafkaAddress {
  readonly topic: string;
  readonly groupId: string;
  /** How many partitions are folded at the same time. */
  readonly concurrency: number;
  /** Is told how things stand, about once a second while the database answers. */
  readonly onPulse?: (pulse: Pulse) => void;
}
