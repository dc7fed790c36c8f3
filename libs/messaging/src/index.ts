export { Bell } from './bell.ts';
export { type PublishedEvent, toMessage } from './envelope.ts';
export { CHANGE_TYPE, changeMessage } from './changes/change-message.ts';
export { eventJson } from './event-json.ts';
export { changeJson } from './changes/change-json.ts';
export { lastChange, type NumberedChange, readChanges } from './changes/change-log.ts';
export { followChanges } from './changes/follow-changes.ts';
export { CHANGES_CHANNEL } from './changes/number-changes.ts';
export { type ChangesOptions, runChanges, runNumbering } from './changes/run-changes.ts';
export {
  CHANGES_TOPIC,
  DEFAULT_PARTITIONS,
  EVENTS_TOPIC,
  type KafkaAddress,
  PROJECTOR_GROUP,
} from './kafka.ts';
export { type Log, sentence } from './log.ts';
export { backoffMs, isOver, pause, untilFirstEnds } from './patience.ts';
export { type Post, takeLeadership } from './relay/leadership.ts';
export { inTurn, type Session } from './session.ts';
export { type Sql } from './sql.ts';
export { type EventSource } from './relay/event-source.ts';
export { type Relay, runRelay } from './relay/relay.ts';
export { type RelayOptions, type RelayStatus } from './relay/relay-options.ts';
export { type Projection } from './projector/projection.ts';
export {
  type Projector,
  type ProjectorOptions,
  type ProjectorStatus,
  runProjector,
} from './projector/projector.ts';
export { type Stall } from './projector/watchdog.ts';
export { runWithoutBroker, type WithoutBrokerOptions } from './without-broker.ts';
export {
  type HeldStream,
  type PartitionStatus,
  projectionStatus,
  type ProjectionStatus,
  type RequestStatus,
} from './status.ts';
