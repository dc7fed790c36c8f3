export { composeReport, NothingToReport, type Means, type Progress } from './compose.ts';
export { judgeSome, type Judged } from './account/judge-some.ts';
export type { JudgeSome } from './account/judging.ts';
export { historyOf, type History } from './history.ts';
export * from './report.ts';
export type { Figure } from './figure.ts';
export { parseScope, SCOPE_FORMS, scopeText, type Scope } from './scope.ts';
export { shelvesIn, type FileShelves } from './file-shelf.ts';
export { SheetLayout, type LayOut } from './pdf/lay-out.ts';
export { reportHtml } from './write-html.ts';
export { reportJson } from './write-json.ts';
export type { Sealed } from './bundle/sealed.ts';
export { figuresOf } from './figures-of.ts';
export {
  formatAbout,
  reportFormats,
  writeReport,
  type ReportFormat,
  type WrittenFile,
} from './write-report.ts';
