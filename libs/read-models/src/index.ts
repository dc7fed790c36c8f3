export type { MatrixAnswer, MatrixFilter } from './matrix/matrix.query.ts';
export type { MeetingFound } from './meetings/meeting.query.ts';
export type { MeetingSummary } from './meetings/meetings.query.ts';
export { MAX_LIMIT, type ChronologicalPage, type List, type Page } from './page.ts';
export type { PositionAnswer, PositionFilter } from './positions/positions.ts';
export type { Projection, ProjectionTransaction } from './projection.ts';
export { projections } from './projections.ts';
export { BadCursor, ReadModelsAbsent } from './read-model-errors.ts';
export { openReadModels, ReadModels, type ReadModelsOptions } from './read-models.ts';
export { reconcile } from './reconciliations/reconcile.ts';
export { reportAnswer } from './reconciliations/reports.ts';
export type { ReconciliationAnswer, ReconciliationFilter } from './reconciliations/reconciliations.query.ts';
export type { RegisterAnswer, RegisterFilter } from './register/register.ts';
export type { AsOf, At } from './snapshot.ts';
export type { SourceAnswer, SourceFound } from './sources/sources.ts';
export type { EventConcern, EventConcerns } from './timeline/event-concerns.query.ts';
export type { EventFilter, EventPositions } from './timeline/events.query.ts';
export type { EventSource, Latest, LatestEvent, LatestFilter } from './timeline/latest.query.ts';
export { referencesOf } from './timeline/references.ts';
export { sentenceOf } from './timeline/sentences.ts';
export type { TimelineEntry, TimelineSubject } from './timeline/timeline.query.ts';
export type { Alike } from './tracking/alike.query.ts';
export type { TotalsAnswer, TotalsFilter, TotalsFound } from './totals/totals.query.ts';
export { answerOf, type CommitmentAnswer, type CommitmentSummary } from './tracking/commitment-answer.ts';
export type { CommitmentFound } from './tracking/commitment.query.ts';
export type { Deadline, DeadlineFilter, Deadlines } from './tracking/deadlines.query.ts';
export { track, type Placed, type Tracked } from './tracking/tracked.ts';
export type { Dated } from './days.ts';
export {
  commitmentOrders,
  type CommitmentFilter,
  type CommitmentSort,
} from './tracking/commitments.query.ts';
export { compareWithFold, type Comparison, type Difference } from './comparison/compare.ts';
export { snapshotDigest, type Digest } from './comparison/digest.ts';
export { foldAll, type FoldedTables } from './comparison/ledger-fold.ts';
