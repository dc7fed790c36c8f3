/**
 * A report as a document for people, in the few forms that every page format has. HTML and PDF are both written from it,
 * so that neither says what the other does not.
 */
export type Block =
  | Heading
  /** A paragraph. */
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'list'; readonly items: readonly string[]; readonly isNumbered?: boolean }
  /** Names and what they are of, side by side. */
  | { readonly type: 'pairs'; readonly pairs: readonly (readonly [string, string])[] }
  | Table
  /** Words of somebody else. */
  | { readonly type: 'quote'; readonly text: string; readonly from: string };

export interface Heading {
  readonly type: 'heading';
  /** 1 for one of the ten sections. */
  readonly level: 1 | 2 | 3;
  readonly text: string;
  /** By which it is found; of headings of level 3 none. */
  readonly id?: string;
}

export interface Table {
  readonly type: 'table';
  /** What it is a table of, in a few words. */
  readonly caption: string;
  readonly columns: readonly Column[];
  readonly rows: Iterable<readonly string[]>;
}

export interface Column {
  readonly title: string;
  /** Its part of the width of the page; together 100. */
  readonly width: number;
  /** Whether it holds numbers, which are read from the right. */
  readonly isNumber?: boolean;
}

/** Where somebody may want to go to. */
export interface Entry {
  readonly level: 1 | 2;
  readonly text: string;
  readonly id: string;
}
