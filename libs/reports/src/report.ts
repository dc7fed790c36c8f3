import { type Dated, type CommitmentAnswer, type ReconciliationAnswer } from '#libs/read-models';
import { type Day, type LeftOut, type Sum } from '#libs/domain';
import { type Figure } from './figure.ts';

/** What a report is made of: two reports of the same are the same, to the byte. */
export interface ReportOf {
  /** The ledger's own id, a URN. */
  readonly ledger: string;
  readonly scope: string;
  /** What held at the end of this day, by the facts' own dates. */
  readonly validAt: Day;
  /** By what was recorded up to this position; at least 1. */
  readonly position: number;
  /** SHA-256 of the documents whose words are quoted. */
  readonly documents: readonly string[];
}

/** Many of one kind; may be gone through again and again. */
export type Listed<Item> = Iterable<Item>;

/** The audit report as data, in its ten sections. Every writer writes this, and nothing else. */
export interface Report {
  readonly format: 'commitment-ledger-report';
  readonly version: 1;
  readonly cover: Cover;
  readonly scope: ScopeSection;
  readonly counts: CountsSection;
  readonly chronology: Listed<ChronologyEntry>;
  readonly commitments: Sheets;
  readonly exceptions: readonly ExceptionGroup[];
  readonly evidence: Listed<SourceEvidence>;
  readonly custody: Custody;
  readonly verification: Verification;
  readonly notShown: readonly string[];
}

/** How many there are of what may be long. */
export interface Sizes {
  readonly events: number;
  readonly commitments: number;
  readonly sources: number;
}

export interface Cover {
  readonly title: string;
  readonly subtitle: string;
  readonly ledger: string;
  readonly scope: string;
  readonly validAt: Day;
  readonly knownAt: { readonly position: number; readonly recordedAt: string };
  /** Of the tree of all events up to that position (RFC 6962), whatever the scope. */
  readonly root: { readonly size: number; readonly sha256: string; readonly base64: string };
  readonly sizes: Sizes;
}

export interface ScopeSection {
  /** Sentences: what is in, by which rules it is judged, and what is left out. */
  readonly includes: readonly string[];
  readonly criteria: readonly string[];
  readonly excludes: readonly string[];
}

export interface CountsSection {
  /** All figures but those of the sheets, which stand with them. */
  readonly figures: readonly Figure[];
  readonly sums: readonly Sum[];
  readonly leftOut: readonly LeftOut[];
  readonly perhapsLeftOut: readonly LeftOut[];
  /** Sentences from the commitments to the sums. */
  readonly derivation: readonly string[];
  readonly reconciliations: readonly ReconciliationAnswer[];
}

export interface ChronologyEntry {
  readonly position: number;
  readonly occurred: Dated;
  /** Whether it had certainly, possibly or not yet happened by the end of the day asked about. */
  readonly standing: 'certain' | 'possible' | 'not-yet';
  readonly recordedAt: string;
  readonly type: string;
  readonly stream: string;
  /** Of the event (UUID). */
  readonly id: string;
  readonly actor: string;
  readonly statement: string;
  /** The sources named for it. */
  readonly sources: readonly string[];
  /** RFC 6962 hash of its leaf, in hexadecimal. */
  readonly leafHash: string;
}

/** The sheets, in the order in which commitments were first recorded; may be gone through again and again. */
export interface Sheets extends Listed<Sheet> {
  readonly length: number;
  /** What each is called, by its id, in the same order: for those who want no more of them. */
  readonly titles: ReadonlyMap<string, string>;
  /** Each as JSON in UTF-8: for those who would make that of it anyway. */
  json(): Iterable<Uint8Array>;
}

/** One commitment. */
export interface Sheet {
  readonly id: string;
  readonly title: string;
  /** What is answered of it; null where there is nothing to answer, and then `statement` says why. */
  readonly answer: Omit<CommitmentAnswer, 'asOf'> | null;
  /** Where it stands, in a sentence. */
  readonly statement: string;
  readonly figures: readonly Figure[];
  /** The passages its facts rest on. */
  readonly quotes: readonly Quote[];
  /** Its events up to the position, corrections among them. */
  readonly positions: readonly number[];
}

/** The words of a passage, from a document that was given. */
export interface Quote {
  readonly source: string;
  readonly supports: string;
  readonly start: number;
  readonly end: number;
  /** Null where the document does not have the words there that were anchored. */
  readonly text: string | null;
}

export const exceptionKinds = [
  'overdue',
  'disputed',
  'possibly-the-same',
  'single-source',
  'unresolved-anchors',
  'residuals',
  'late-recording',
  'unreadable',
] as const;

export type ExceptionKind = (typeof exceptionKinds)[number];

export interface ExceptionGroup {
  readonly kind: ExceptionKind;
  readonly title: string;
  /** What is listed here, in a sentence. */
  readonly meaning: string;
  readonly items: readonly Exception[];
}

export interface Exception {
  /** What it is about, by its id. */
  readonly subject: string;
  readonly statement: string;
  readonly positions: readonly number[];
}

/** A source, and all that rests on it. */
export interface SourceEvidence {
  readonly source: string;
  readonly publisher: string | null;
  readonly title: string | null;
  readonly published: Dated | null;
  readonly language: string | null;
  readonly address: string | null;
  readonly document: string | null;
  readonly reliability: string | null;
  /** Where it is registered; null where it is not. */
  readonly registered: number | null;
  readonly anchors: readonly AnchorUse[];
  /** The events that name it without a passage. */
  readonly mentions: readonly number[];
}

export interface AnchorUse {
  readonly document: string;
  readonly start: number;
  readonly end: number;
  readonly passage: string;
  readonly positions: readonly number[];
}

export interface Custody {
  readonly recordedFrom: string;
  readonly recordedTo: string;
  readonly actors: readonly ActorShare[];
  readonly schemas: readonly SchemaShare[];
  readonly corrections: readonly CorrectionEntry[];
  /** How the record is kept, in sentences. */
  readonly statements: readonly string[];
}

export interface ActorShare {
  readonly actor: string;
  readonly events: number;
  readonly firstPosition: number;
  readonly lastPosition: number;
}

export interface SchemaShare {
  readonly type: string;
  readonly schema: number;
  readonly events: number;
}

export interface CorrectionEntry {
  readonly position: number;
  readonly corrects: string;
  readonly stream: string;
  readonly actor: string;
  readonly statement: string;
}

export interface Verification {
  readonly size: number;
  readonly root: string;
  /** How anybody checks it, in sentences. */
  readonly statements: readonly string[];
  /** Command lines for whoever holds the bundle. */
  readonly commands: readonly string[];
}
