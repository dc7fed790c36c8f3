import { type EventType, type EventData, standingOn } from '#libs/domain';
import { packageAnswer, type PackageAnswer } from '../register/register.ts';
import { positionAnswer, type PositionAnswer } from '../positions/positions.ts';
import { reportAnswer, type ReportAnswer } from '../reconciliations/reports.ts';
import { type AsOf, type Snapshot } from '../snapshot.ts';
import { toldAnew } from '../told-anew.ts';
import { timelineTable, type TimelineRow } from '../timeline/timeline.table.ts';
import { correctionsOf } from '../timeline/corrections.ts';
import { entryOf, type TimelineEntry } from '../timeline/timeline.query.ts';
import { summaryOf, type CommitmentSummary } from '../tracking/commitment-answer.ts';
import { trackedWhere } from '../tracking/tracked-at.ts';
import { meetingSummary, type MeetingSummary } from './meetings.query.ts';

type Spoken<Type extends EventType> = EventData<Type> & {
  readonly position: number;
  readonly recordedAt: string;
};

/** A meeting with everything said there that is recorded. */
export interface MeetingFound extends MeetingSummary {
  readonly positions: readonly PositionAnswer[];
  /** Totals reported there, which are in no sum. */
  readonly totals: readonly ReportAnswer[];
  /** What was announced there, as it stood on the day asked for. */
  readonly commitments: readonly CommitmentSummary[];
  /** What was said there to have happened: allocations, disbursements, deliveries, milestones, steps, stages, further evidence, ends, coverage. */
  readonly progress: readonly TimelineEntry[];
  readonly conferences: readonly MeetingSummary[];
  readonly agreements: readonly MeetingSummary[];
  readonly packages: readonly PackageAnswer[];
  readonly exhibitions: readonly Spoken<'ExhibitionPresented'>[];
  readonly acknowledgements: readonly Spoken<'ContributionAcknowledged'>[];
  readonly asOf: AsOf;
}

const PROGRESS: readonly EventType[] = [
  'FundsAllocated',
  'FundsDisbursed',
  'GeneratorsDelivered',
  'GoodsDelivered',
  'MilestonePassed',
  'StepTaken',
  'AgreementStageReached',
  'EvidenceAttached',
  'CommitmentWithdrawn',
  'CommitmentReleased',
  'CommitmentSuperseded',
  'CoverageDeclared',
  'DisputeResolved',
  'EvidenceChallenged',
];

/**
 * One meeting, conference or signing with everything said there; undefined where none was known by that id, or the day
 * asked for is before it.
 */
export async function meetingQuery(snapshot: Snapshot, id: string): Promise<MeetingFound | undefined> {
  const { asOf } = snapshot;
  const { validAt } = asOf;
  const rows = await saidThere(snapshot, id);
  const opening = rows.find(({ stream, event }) => stream === `meeting-${id}` && opens(event));
  if (!opening) return undefined;
  const of = <Type extends EventType>(type: Type) =>
    rows.flatMap((row) =>
      row.event.type === type && row !== opening
        ? [{ ...row, event: row.event as Extract<TimelineRow['event'], { readonly type: Type }> }]
        : [],
    );
  const announced = of('CommitmentAnnounced').map(({ event }) => event.data.commitment);
  const tracked = await trackedWhere(snapshot, 't.commitment = any($1)', [announced]);
  const progress = rows.filter(({ type }) => PROGRESS.includes(type));
  const correctedBy = await correctionsOf(snapshot, progress);
  return {
    ...meetingSummary(
      { ...opening, event: opening.event as Parameters<typeof meetingSummary>[0]['event'] },
      validAt,
    ),
    positions: of('PositionStated').map((row) => positionAnswer({ ...row, data: row.event.data }, validAt)),
    totals: of('CumulativeReported').map((row) => reportAnswer({ ...row, data: row.event.data }, validAt)),
    commitments: tracked.flatMap((commitment) => summaryOf(commitment, validAt) ?? []),
    progress: progress.map((row) => entryOf(row, validAt, correctedBy(row))),
    conferences: of('ConferenceHeld').map((row) => meetingSummary(row, validAt)),
    agreements: of('AgreementSigned').map((row) => meetingSummary(row, validAt)),
    packages: of('SanctionsPackageAdopted').map((row) =>
      packageAnswer({ ...row, data: row.event.data }, validAt),
    ),
    exhibitions: of('ExhibitionPresented').map(spoken),
    acknowledgements: of('ContributionAcknowledged').map(spoken),
    asOf,
  };
}

/** What was said there, as corrections have it; of what was promised there, the rest of the answer knows its own. */
async function saidThere(snapshot: Snapshot, id: string): Promise<readonly TimelineRow[]> {
  const { manager, at } = snapshot;
  const rows = manager
    .getRepository(timelineTable)
    .createQueryBuilder('fact')
    .where('fact.meetings @> array[:id]::text[]', { id })
    .orderBy('fact.position');
  if (at.knownAt !== undefined) rows.andWhere('fact.position <= :knownAt', { knownAt: at.knownAt });
  const told = new Map((await toldAnew(snapshot)).map(({ position, fact }) => [position, fact] as const));
  const all = (await rows.getMany()).flatMap((row) => {
    if (!told.has(row.position)) return [row];
    const fact = told.get(row.position);
    return fact ? [{ ...row, event: fact.event, occurred: fact.recorded.occurred }] : [];
  });
  return all.filter(({ occurred }) => standingOn(at.validAt, occurred) !== 'not-yet');
}

const opens = ({ type }: TimelineRow['event']): boolean =>
  type === 'MeetingHeld' || type === 'ConferenceHeld' || type === 'AgreementSigned';

const spoken = <Data extends object>({
  event,
  position,
  recordedAt,
}: {
  readonly event: { readonly data: Data };
  readonly position: number;
  readonly recordedAt: string;
}): Data & { readonly position: number; readonly recordedAt: string } => ({
  ...event.data,
  position,
  recordedAt,
});
