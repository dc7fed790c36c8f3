import type { z } from 'zod';
import { unreachable } from '../decider.ts';
import type { EventData, Fact } from '../ledger-event.ts';
import type { Attribution, Evidence, Immutable, Party } from '../vocabulary/index.ts';
import type { amendedTerms } from './terms.events.ts';

type Announced = EventData<'CommitmentAnnounced'>;

/** The facts that say something of the promise after it was announced. */
export type StatementEvent =
  Fact<'CommitmentAmended'> | Fact<'CommitmentSpecified'> | Fact<'CommitmentReaffirmed'>;

/** Some of the terms of a promise; `due: null` takes its deadline away. */
export type TermChanges = Immutable<z.output<typeof amendedTerms>>;

/** A later statement of the promise, in the one shape in which the rules look at it. */
export interface Statement {
  readonly id: string;
  readonly type: 'amendment' | 'specification' | 'reaffirmation';
  /** When it was made or, of an amendment, from when it holds. */
  readonly stated: string;
  /** What it changes or makes more precise; a reaffirmation nothing. */
  readonly terms: TermChanges;
  /** Who agreed to it; nobody is named but for an amendment. */
  readonly by: readonly Party[];
  readonly note?: string;
  readonly attribution: Attribution;
  readonly evidence: readonly Evidence[];
}

/** A relation to another commitment that was stated later than the announcement. */
export interface LaterRelation {
  readonly id: string;
  readonly type: NonNullable<Announced['relations']>[number]['type'];
  readonly commitment: string;
  /** Since when it is so; left out, from the announcement on. */
  readonly since?: string;
}

/** The statement that an event tells. */
export function statementIn({ type, data }: StatementEvent): Statement {
  const { note, attribution, evidence } = data;
  const told = { ...(note !== undefined && { note }), attribution, evidence };
  switch (type) {
    case 'CommitmentAmended': {
      const { amendment: id, amended: stated, terms, by } = data;
      return { id, type: 'amendment', stated, terms, by, ...told };
    }
    case 'CommitmentSpecified': {
      const { specification: id, specified: stated, terms } = data;
      return { id, type: 'specification', stated, terms, by: [], ...told };
    }
    case 'CommitmentReaffirmed': {
      const { reaffirmation: id, reaffirmed: stated } = data;
      return { id, type: 'reaffirmation', stated, terms: {}, by: [], ...told };
    }
    default:
      return unreachable(type);
  }
}

/** Whether an event is a later statement of its promise. */
export const isStatement = (event: { readonly type: string }): event is StatementEvent =>
  event.type === 'CommitmentAmended' ||
  event.type === 'CommitmentSpecified' ||
  event.type === 'CommitmentReaffirmed';

/** The relation that an event tells. */
export const relationIn = ({ data }: Fact<'CommitmentRelated'>): LaterRelation => ({
  id: data.relation,
  type: data.type,
  commitment: data.to,
  ...(data.since !== undefined && { since: data.since }),
});
