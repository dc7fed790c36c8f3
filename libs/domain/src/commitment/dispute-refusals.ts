import { factId, type EventData, type LedgerEvent } from '../ledger-event.ts';
import type { Refusal } from '../refusal.ts';
import type { Aspect } from './dispute.events.ts';
import { openedOn, type Contention } from './dispute.ts';

export const unknownFact = (id: string): Refusal => ({
  code: 'unknown-fact',
  pointer: '/about',
  fault: `names ${id}, of which nothing is recorded for this commitment`,
  remedy: 'name the commitment itself, or a delivery, payment, conference, end, … recorded for it',
});

export const notDisputable = (fact: LedgerEvent, aspect: Aspect, offered: readonly Aspect[]): Refusal => ({
  code: 'not-disputable',
  pointer: offered.length > 0 ? '/aspect' : '/about',
  fault:
    offered.length > 0
      ? `is ${aspect}, which ${factId(fact)} (${fact.type}) has nothing of`
      : `names ${factId(fact)} (${fact.type}), which claims nothing that happened`,
  remedy:
    offered.length > 0
      ? `dispute one of ${offered.join(', ')}, or record a correction`
      : 'name the fact that it is about',
});

export const tooFewReadings = (): Refusal => ({
  code: 'too-few-readings',
  pointer: '/readings',
  fault: 'holds one reading, which disagrees with nobody',
  remedy: 'give what each side says, that of the fact as recorded included; or record a challenge',
});

export const readingsAgree = (index: number, other: string): Refusal => ({
  code: 'readings-agree',
  pointer: `/readings/${index}`,
  fault: `says the same as ${other}`,
  remedy: 'name both sources in the evidence of one reading',
});

export const incomparableReading = (index: number, unit: string, wanted: string): Refusal => ({
  code: 'incomparable-reading',
  pointer: `/readings/${index}/quantity/unit`,
  fault: `is ${unit}, which cannot be compared with ${wanted}`,
  remedy: `give every reading in ${wanted}, or a unit that converts to it`,
});

export const notASourceOf = (source: string, fact: string): Refusal => ({
  code: 'unknown-fact',
  pointer: '/contestedSource',
  fault: `is ${source}, which is not recorded as a source of ${fact}`,
  remedy: 'name a source of that fact, or leave it out to contest the fact as a whole',
});

export const alreadyDisputed = (before: Contention): Refusal => ({
  code: 'already-disputed',
  pointer: '/about',
  fault: `names what is contested already, by ${before.id} (since ${openedOn(before)})`,
  remedy:
    'attach the further source to the fact, or resolve that one first and open this one with all readings',
});

export const unknownDispute = (id: string): Refusal => ({
  code: 'unknown-dispute',
  pointer: '/dispute',
  fault: `names ${id}, which is neither a dispute nor a challenge recorded for this commitment`,
  remedy: 'name the id of the dispute or challenge that is resolved',
});

export const alreadyResolved = (
  id: string,
  { resolution, resolved }: EventData<'DisputeResolved'>,
): Refusal => ({
  code: 'already-resolved',
  pointer: '/dispute',
  fault: `names ${id}, which ${resolution} resolved (${resolved})`,
  remedy: 'open a new dispute to take it up again',
});

export const unknownReading = (
  held: string | null,
  { id, type }: Contention,
  ids: readonly string[],
): Refusal => ({
  code: 'unknown-reading',
  pointer: '/held',
  fault: held === null ? `is none, but ${id} is a challenge` : `is ${held}, which is not a reading of ${id}`,
  remedy: `name one of ${ids.join(', ')}${type === 'dispute' ? ', or null where none of them holds' : ''}`,
});

export const resolvedTooEarly = (resolved: string, contention: Contention): Refusal => ({
  code: 'resolved-too-early',
  pointer: '/resolved',
  fault: `is ${resolved}, before ${contention.id} was opened (${openedOn(contention)})`,
  remedy: 'correct the date: a dispute is resolved on the day it is opened or later',
});
