import { partyName, type Known } from '#libs/domain';
import { unresolvedIn } from './account/evidence-tally.ts';
import { folded } from './account/fold.ts';
import { judgeSome, type Ground } from './account/judge-some.ts';
import { Judging, type JudgeSome } from './account/judging.ts';
import { Relations, withKin } from './account/kin.ts';
import { overallFigures } from './account/overall-figures.ts';
import { selectionOf } from './account/selection.ts';
import { type Documents } from './account/sheet.ts';
import { notShown, scopeSection, verificationOf } from './account/statements.ts';
import { Weighing } from './account/sums.ts';
import { surveyOf, type Survey } from './account/survey.ts';
import { type History } from './history.ts';
import { oneByOne } from './one-by-one.ts';
import { type Report, type ReportOf, type Sheet, type Sheets } from './report.ts';
import { parseScope, type Scope } from './scope.ts';
import { itemIn, jsonOf, shelfInMemory, type NewShelf, type Shelf } from './shelf.ts';

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
  /** {@link judgeSome} where it takes nobody's time who could do something else meanwhile; on this thread, where nothing is said. */
  readonly judgeSome?: JudgeSome;
  /** Told when no more is to be judged by it. */
  readonly onJudged?: () => Promise<void>;
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
  const { validAt, position } = of;
  const ground = { history, validAt, position, documents };
  const judging = new Judging(means.judgeSome ?? oneByOne((ids) => judgeSome(ids, ground)), newShelf);
  const selection = await selectionOf(scope, history);
  const survey = await surveyOf(history, selection, validAt, newShelf, {
    onEvents: (done) => {
      onProgress({ stage: 'reading', done, of: position });
    },
    onCommitment: (id) => {
      judging.add(id);
    },
  });
  if (survey.positions.length === 0) throw new NothingToReport(of.scope);
  await judging.end((done) => {
    onProgress({ stage: 'judging', done, of: survey.commitments.length });
  });
  await means.onJudged?.();
  const together = await weighTogether(judging, survey, ground);
  return assemble(of, scope, survey, { judging, ...together }, documents.size > 0);
}

interface Together {
  readonly relations: Relations;
  readonly weighing: Weighing;
}

/** What commitments are to each other, and what they come to without counting anything twice. */
async function weighTogether(
  { alone }: Judging,
  survey: Survey,
  { history, validAt }: Ground,
): Promise<Together> {
  const relations = new Relations(validAt);
  const weighing = new Weighing(validAt, survey.totals);
  const asked = new Set(survey.commitments);
  const all = withKin(survey.commitments, survey.related);
  const hasKin = (id: string): boolean => (survey.related.get(id)?.size ?? 0) > 0;
  const isItem = (known: Known | undefined): boolean => known !== undefined && weighing.isItem(known);
  const whole = new Map<string, Known>();
  const wanted = all.filter((id) => hasKin(id) || isItem(alone.get(id)?.known));
  for await (const { id, tracked } of folded(wanted, history))
    if (tracked && !tracked.known.retracted) whole.set(id, tracked.known);
  for (const id of all) {
    const [known, byItself] = [whole.get(id), alone.get(id)];
    if (known && isItem(known)) weighing.addItem(known);
    if (known && hasKin(id)) {
      relations.add(known);
      weighing.addKin(known, { isAsked: asked.has(id) });
    } else if (byItself) weighing.addAlone(byItself);
  }
  return { relations, weighing };
}

function assemble(
  of: ReportOf,
  scope: Scope,
  survey: Survey,
  { judging, relations, weighing }: Together & { readonly judging: Judging },
  hasDocuments: boolean,
): Report {
  const { exceptions, standings } = judging;
  const sheets = new RelatedSheets(judging.sheets, judging.titles, relations);
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
    commitments: sheets,
    exceptions: groups,
    evidence: sources,
    custody: survey.custody.custody(),
    verification: verificationOf(of.position, root),
    notShown: notShown(hasDocuments),
  };
}

/** The sheets, each with its relations. */
class RelatedSheets implements Sheets {
  constructor(
    private readonly sheets: Shelf<Sheet>,
    readonly titles: ReadonlyMap<string, string>,
    private readonly relations: Relations,
  ) {}

  get length(): number {
    return this.sheets.length;
  }

  *[Symbol.iterator](): Generator<Sheet, void> {
    for (const sheet of this.sheets) yield this.#related(sheet);
  }

  *json(): Generator<Uint8Array, void> {
    const ids = this.titles.keys();
    for (const json of this.sheets.json()) {
      const { value: id = '' } = ids.next();
      yield this.relations.of(id).length === 0 ? json : jsonOf(this.#related(itemIn(json) as Sheet));
    }
  }

  #related(sheet: Sheet): Sheet {
    return sheet.answer
      ? { ...sheet, answer: { ...sheet.answer, relations: this.relations.of(sheet.id) } }
      : sheet;
  }
}

function titleOf(scope: Scope, { titles }: Sheets): string {
  switch (scope.type) {
    case 'ledger':
      return 'The whole ledger';
    case 'commitment':
      return titles.get(scope.id) ?? scope.id;
    case 'meeting':
      return `What was said at the meeting ${scope.id}`;
    case 'parties':
      return `${partyName(scope.parties[0])} and ${partyName(scope.parties[1])}`;
  }
}
