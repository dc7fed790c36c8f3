export { type PublishedEvent, toMessage } from './envelope.ts';
export { DEFAULT_PARTITIONS, EVENTS_TOPIC, type KafkaAddress, PROJECTOR_GROUP } from './kafka.ts';
export { type Log } from './log.ts';
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
