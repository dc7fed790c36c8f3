import { type Known } from '#libs/domain';
import { partyName } from '#libs/domain';
import { type Tracked } from '#libs/read-models';
import { Exceptions } from './account/exceptions.ts';
import { unresolvedIn } from './account/evidence-tally.ts';
import { folded } from './account/fold.ts';
import { Relations, withKin } from './account/kin.ts';
import { selectionOf } from './account/selection.ts';
import { sheetOf, type Documents } from './account/sheet.ts';
import { notShown, scopeSection, verificationOf } from './account/statements.ts';
import { Weighing } from './account/sums.ts';
import { surveyOf, type Survey } from './account/survey.ts';
import { overallFigures, Standings } from './account/overall-figures.ts';
import { type History } from './history.ts';
import { type Report, type ReportOf, type Sheet } from './report.ts';
import { parseScope, type Scope } from './scope.ts';
import { shelfInMemory, type NewShelf } from './shelf.ts';

/** How far a report has come. */
export interface Progress {
  readonly stage: 'reading' | 'judging' | 'writing';
  readonly done: number;
  readonly of: number;
}

/** What a report needs besides what it is of. */
export interface Means {
  readonly history: History;
  /** The documents whose words are quoted, by SHA-256. */
  readonly documents?: Documents;
  /** Where to put what is long; in memory, where nothing is said. */
  readonly newShelf?: NewShelf;
  readonly onProgress?: (progress: Progress) => void;
}

/** Nothing is recorded of what a report was to be about. */
export class NothingToReport extends Error {
  override readonly name = 'NothingToReport';
  readonly code = 'nothing-to-report';
  constructor(readonly scope: string) {
    super(`Nothing of ${scope} is recorded up to the position asked for`);
  }
}

/**
 * The audit report: a function of the log up to a position, the day asked about and the scope, and of nothing else. No
 * clock, no state of today, no chance is in it.
 *
 * @param of the scope in the form of `scopeText`, as the report tells it.
 * @throws NothingToReport where the scope holds no event; RangeError for a scope that is none.
 */
export async function composeReport(of: ReportOf, means: Means): Promise<Report> {
  const { history, newShelf = shelfInMemory, onProgress = () => undefined, documents = new Map() } = means;
  const scope = parseScope(of.scope);
  if (!scope) throw new RangeError(`${of.scope} is no scope`);
  const selection = await selectionOf(scope, history);
  const survey = await surveyOf(history, selection, of.validAt, newShelf, (done) => {
    onProgress({ stage: 'reading', done, of: of.position });
  });
  if (survey.positions.length === 0) throw new NothingToReport(of.scope);
  const judged = await judge(of, survey, { history, newShelf, onProgress, documents });
  return assemble(of, scope, survey, judged, documents.size > 0);
}

type AllMeans = Required<Means>;

interface Judged {
  readonly sheets: Iterable<Sheet> & { readonly length: number };
  readonly relations: Relations;
  readonly weighing: Weighing;
  readonly exceptions: Exceptions;
  readonly standings: Standings;
}

async function judge(of: ReportOf, survey: Survey, means: AllMeans): Promise<Judged> {
  const { validAt, position } = of;
  const asked = new Set(survey.commitments);
  const all = withKin(survey.commitments, survey.related);
  const judged = {
    sheets: means.newShelf<Sheet>(),
    relations: new Relations(validAt),
    weighing: new Weighing(validAt, survey.totals),
    exceptions: new Exceptions(),
    standings: new Standings(),
  };
  let done = 0;
  for await (const one of folded(all, means.history)) {
    const isAsked = asked.has(one.id);
    const hasKin = (survey.related.get(one.id)?.size ?? 0) > 0;
    if (one.tracked) weigh(one.tracked, { isAsked, hasKin }, judged);
    if (isAsked) {
      const sheet = sheetOf(one, validAt, position, means.documents);
      judged.sheets.put(sheet);
      judged.exceptions.addSheet(sheet);
      judged.standings.add(sheet);
      const { fault } = one;
      if (fault)
        judged.exceptions.add('unreadable', [
          { subject: one.id, statement: fault.statement, positions: [fault.position] },
        ]);
    }
    done += 1;
    means.onProgress({ stage: 'judging', done, of: all.length });
  }
  return judged;
}

function weigh(
  { known }: { readonly known: Known } | Tracked,
  place: { readonly isAsked: boolean; readonly hasKin: boolean },
  { relations, weighing }: Pick<Judged, 'relations' | 'weighing'>,
): void {
  if (place.hasKin) relations.add(known);
  weighing.add(known, place);
}

function assemble(
  of: ReportOf,
  scope: Scope,
  survey: Survey,
  { sheets, relations, weighing, exceptions, standings }: Judged,
  hasDocuments: boolean,
): Report {
  const sources = survey.evidence.sources();
  const sums = weighing.sums();
  const reconciliations = weighing.reconciliations();
  exceptions.add('unresolved-anchors', unresolvedIn(sources));
  exceptions.addResiduals(reconciliations);
  exceptions.add('late-recording', survey.late);
  exceptions.add('unreadable', survey.unreadable);
  const groups = exceptions.groups();
  const { root, positions } = survey;
  return {
    format: 'commitment-ledger-report',
    version: 1,
    cover: {
      title: 'Audit report',
      subtitle: titleOf(scope, sheets),
      ledger: of.ledger,
      scope: of.scope,
      validAt: of.validAt,
      knownAt: { position: of.position, recordedAt: survey.lastRecordedAt },
      root: { size: of.position, sha256: root, base64: Buffer.from(root, 'hex').toString('base64') },
      sizes: { events: positions.length, commitments: sheets.length, sources: sources.length },
    },
    scope: scopeSection(scope, of.validAt, of.position),
    counts: {
      figures: overallFigures({ of, root, survey, sources, standings, groups, sums, reconciliations }),
      sums: sums.sums,
      leftOut: sums.leftOut,
      perhapsLeftOut: sums.perhapsLeftOut,
      derivation: sums.derivation,
      reconciliations,
    },
    chronology: survey.chronology,
    commitments: {
      *[Symbol.iterator]() {
        for (const sheet of sheets) yield related(sheet, relations);
      },
    },
    exceptions: groups,
    evidence: sources,
    custody: survey.custody.custody(),
    verification: verificationOf(of.position, root),
    notShown: notShown(hasDocuments),
  };
}

const related = (sheet: Sheet, relations: Relations): Sheet =>
  sheet.answer ? { ...sheet, answer: { ...sheet.answer, relations: relations.of(sheet.id) } } : sheet;

function titleOf(scope: Scope, sheets: Iterable<Sheet>): string {
  switch (scope.type) {
    case 'ledger':
      return 'The whole ledger';
    case 'commitment': {
      const [sheet] = sheets;
      return sheet?.title ?? scope.id;
    }
    case 'meeting':
      return `What was said at the meeting ${scope.id}`;
    case 'parties':
      return `${partyName(scope.parties[0])} and ${partyName(scope.parties[1])}`;
  }
}
