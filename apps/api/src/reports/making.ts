import { type Progress, type ReportFormat, type ReportOf, type WrittenFile } from '#libs/reports';

/** What the process that makes one report is told, once. */
export interface Task {
  readonly databaseUrl: string;
  readonly of: ReportOf;
  readonly format: ReportFormat;
  /** Whether it has threads of its own for what can be done apart. It makes no difference to the file. */
  readonly hasThreads: boolean;
  /** Empty, and its own. */
  readonly folder: string;
  /** Where the report is to be; nothing is there yet. */
  readonly file: string;
}

/** What all questions to the threads of that process have in common. */
export type Common = Pick<Task, 'databaseUrl' | 'of'>;

/** What it tells in return: how it comes along, and how it ended. */
export type Told =
  | { readonly type: 'progress'; readonly progress: Progress }
  | { readonly type: 'written'; readonly written: WrittenFile }
  | {
      readonly type: 'failed';
      readonly code: 'nothing-to-report' | 'not-yet-sealed' | 'internal-error';
      readonly detail: string;
    };
