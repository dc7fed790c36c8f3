import { type RecordedEvent } from '#libs/domain';
import { composeReport, historyOf, type Means, type Report, type ReportOf } from '#libs/reports';

/** The report of events at hand. */
export const reported = (
  events: readonly RecordedEvent[],
  of: Omit<ReportOf, 'ledger' | 'documents'>,
  means: Partial<Means> = {},
): Promise<Report> =>
  composeReport(
    {
      ...of,
      ledger: 'urn:uuid:01a22326-0000-7000-8000-000000000000',
      documents: [...(means.documents?.keys() ?? [])],
    },
    { history: historyOf(events, of.position), ...means },
  );

/** What a writer writes, in one. */
export const written = (pieces: Iterable<string>): string => [...pieces].join('');
