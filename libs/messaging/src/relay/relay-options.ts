import { type Client } from 'pg';
import { type KafkaAddress } from '../kafka.ts';
import { type Log } from '../log.ts';
import { type RecordedEvent } from '#libs/domain';
import { type Carried, type Source } from './event-source.ts';
import { type StateTable } from './relay-state.ts';
import { type Sql } from '../sql.ts';
import { type TopicShape } from './topic.ts';

/** What a relay needs to know. */
export interface RelayOptions<Item extends Carried = RecordedEvent> extends KafkaAddress, TopicShape {
  /** As the role ledger_relay. */
  readonly databaseUrl: string;
  readonly source: Source<Item>;
  readonly log: Log;
  /** At most so many events between two checkpoints. Default 1,000. */
  readonly batch?: number;
  /** How often the topic is looked at, in milliseconds. Default 3,000. */
  readonly watchMs?: number;
}

/** How a relay stands, for health and metrics. */
export interface RelayStatus {
  readonly leading: boolean;
  /** 0 for one that has never led. */
  readonly epoch: number;
  readonly generation: number;
  /** Everything up to here is published. */
  readonly position: number;
  /** Where the log ended when last looked at; `head - position` is the lag. */
  readonly head: number;
}

/** What the one relay that leads has. */
export interface Lead {
  /** The session that holds the lead, a statement at a time: whatever is written through it was written by the leader. */
  readonly sql: Sql;
  /** The same session, to hear what is notified in it. */
  readonly client: Client;
  /** Where is kept how far it has come. */
  readonly table: StateTable;
  readonly epoch: number;
  /** Is told what has changed in how it stands. */
  readonly report: (changed: Partial<RelayStatus>) => void;
}
