import { type RefusalCode } from '#libs/domain';
import { type DoorCode } from './door-code.ts';
import { disputeRefusals } from './dispute-refusals.ts';
import { correctionRefusals } from './correction-refusals.ts';
import { deadlineRefusals } from './deadline-refusals.ts';
import { endRefusals } from './end-refusals.ts';
import { logProblems } from './log-problems.ts';
import { passageRefusals } from './passage-refusals.ts';
import { reportProblems } from './report-problems.ts';
import { samenessRefusals } from './sameness-refusals.ts';
import { subscriptionProblems } from './subscription-problems.ts';
import { termRefusals } from './term-refusals.ts';
import { type ProblemEntry } from './problem-entry.ts';

export type ProblemCode = DoorCode | RefusalCode;

/**
 * Every answer that is not what was asked for. A refusal code added to the domain stops the build here until someone
 * has said what it means over HTTP; `docs/problems.md` and `/problems/{code}` are written from this table.
 */
export const problemCatalogue: Readonly<Record<ProblemCode, ProblemEntry>> = {
  'malformed-request': {
    status: 400,
    title: 'The request is not well-formed HTTP',
    meaning: 'The address, a header or the framing of the request could not be read.',
    remedy: 'Send it with an ordinary HTTP client, with the address percent-encoded.',
  },
  'malformed-body': {
    status: 400,
    title: 'The body cannot be read',
    meaning: 'The body is not the JSON or YAML that its Content-Type says it is, or it is empty.',
    remedy: 'Correct the place named in the detail, or send the media type that fits the body.',
  },
  'invalid-parameter': {
    status: 400,
    title: 'A parameter is not understood',
    meaning:
      'A query parameter or header is unknown, or its value is not of its form, or it names a time or position that is not there yet.',
    remedy: 'Each entry of "errors" names the parameter and what it takes.',
  },
  'missing-credentials': {
    status: 401,
    title: 'A key is needed',
    meaning: 'The request carries neither a key nor a token, and this address asks for one.',
    remedy: 'Send a key as "Authorization: Bearer <key>" or in "X-Api-Key".',
  },
  'invalid-credentials': {
    status: 401,
    title: 'The key is not known here',
    meaning:
      'The key was never given out or has been revoked, or the token is expired or not from the issuer trusted here.',
    remedy: 'Ask an administrator for a key, or sign in again.',
  },
  'not-permitted': {
    status: 403,
    title: 'The key may not do this',
    meaning: 'The key or token is valid, but its role does not allow this.',
    remedy: 'Use a key with one of the roles that the detail names.',
  },
  'not-found': {
    status: 404,
    title: 'There is nothing at this address',
    meaning:
      'The address is not one of this ledger, or what it names is not recorded, or was not as of the time asked for.',
    remedy: 'Look the address up in /docs, or the id in the list it belongs to.',
  },
  'method-not-allowed': {
    status: 405,
    title: 'The address does not take this method',
    meaning: 'The address exists, but not for this HTTP method.',
    remedy: 'Use one of the methods in the Allow header.',
  },
  'not-acceptable': {
    status: 406,
    title: 'The answer is not to be had in this media type',
    meaning: 'The Accept header asks for a form that this address does not give.',
    remedy: 'Ask for application/json, or for events as text/event-stream.',
  },
  'key-name-taken': {
    status: 409,
    title: 'Another key has this name',
    meaning: 'The name of a key stands on what it records, so no two valid keys share one.',
    remedy: 'Choose another name, or revoke the key that has it.',
  },
  'version-moved': {
    status: 412,
    title: 'It is no longer at the version expected',
    meaning: 'If-Match names a version, and something has been recorded since.',
    remedy: 'Read it again, decide again, and send the version found.',
  },
  'body-too-large': {
    status: 413,
    title: 'The body is too large',
    meaning: 'A body is at most 1 MiB, a document at most 5 MiB.',
    remedy: 'Send less at once, or put long words into a document.',
  },
  'unsupported-media-type': {
    status: 415,
    title: 'The body is of a media type not taken here',
    meaning: 'The Content-Type is missing or is none of those this address takes.',
    remedy: 'Send application/json; records may also come as application/yaml.',
  },
  'invalid-body': {
    status: 422,
    title: 'The body is not of the form asked for',
    meaning:
      'The body could be read, but fields are missing, unknown or not of their form. All faults are listed.',
    remedy:
      'Each entry of "errors" names the place, the fault and the remedy. /schemas/record.schema.json is the form of a record.',
  },
  'several-refusals': {
    status: 422,
    title: 'It cannot be recorded, for several reasons',
    meaning:
      'Nothing was recorded, because facts in the request were refused for reasons of different kinds.',
    remedy: 'Each entry of "errors" has the code, place and remedy of its own.',
  },
  'overlapping-commitments': {
    status: 422,
    title: 'The commitments cannot be added up together',
    meaning:
      'Of the commitments named to be added up, one contains another or says the same in the same unit, directly or over others, so that the sum would count an amount twice.',
    remedy:
      'Each entry of "errors" names a pair and how they are related; leave out one of them. A question without names leaves out what is contained by itself.',
  },
  'anchor-mismatch': {
    status: 422,
    title: 'An anchor does not fit its document',
    meaning:
      'The passage at the place named is not the one whose hash was given, or the document ends before it.',
    remedy: 'Make the anchor again with "ledger anchor DOCUMENT WORDS".',
  },
  'document-mismatch': {
    status: 422,
    title: 'The bytes are not those of this document',
    meaning: 'A document lives at the SHA-256 of its bytes, and these have another.',
    remedy: 'Send the file unchanged, to the address of its own SHA-256.',
  },
  'idempotency-key-reused': {
    status: 422,
    title: 'The idempotency key was used for another request',
    meaning: 'The same caller has sent the same Idempotency-Key with another body or to another address.',
    remedy: 'Take a new key for a new request.',
  },
  'unsealable-text': {
    status: 422,
    title: 'A text cannot be kept unchanged',
    meaning:
      'A text holds U+0000 or half of a surrogate pair, which cannot be stored and given back as it was.',
    remedy: 'Remove the character at the place named.',
  },
  'event-too-large': {
    status: 422,
    title: 'A fact is too long',
    meaning: 'One event is at most 65,000 bytes.',
    remedy: 'Say it in fewer words, or put the words into a source document.',
  },
  'too-many-requests': {
    status: 429,
    title: 'Too many requests',
    meaning: 'The caller has sent more requests in the last minute than are allowed.',
    remedy: 'Wait for as many seconds as Retry-After says.',
  },
  'too-many-streams': {
    status: 429,
    title: 'Too many streams',
    meaning: 'The key, or the address where there is no key, has as many streams open as one may have.',
    remedy:
      'Close one, or read one stream for several purposes; come again after as many seconds as Retry-After says.',
  },
  'internal-error': {
    status: 500,
    title: 'Something is wrong with the ledger',
    meaning: 'A defect. It is logged under the instance named here.',
    remedy: 'Report it with the instance. A recording may be sent again with the same Idempotency-Key.',
  },
  'too-much-contention': {
    status: 503,
    title: 'Others keep recording to the same place',
    meaning: 'Each time it was about to be recorded, something else was recorded to the same stream.',
    remedy: 'Send it again.',
  },
  'store-busy': {
    status: 503,
    title: 'The ledger has more to record than it can',
    meaning:
      'Too many recordings wait for the database, or it takes too long to answer. Nothing of this request was recorded.',
    remedy: 'Send it again after as many seconds as Retry-After says.',
  },
  'read-models-behind': {
    status: 503,
    title: 'The answer is not that far yet',
    meaning:
      'The position in atLeast is recorded, but has not reached the read models in the time waited for.',
    remedy: 'Ask again after as many seconds as Retry-After says; /v1/projections shows where they are.',
  },
  'database-unavailable': {
    status: 503,
    title: 'The database is away',
    meaning:
      'The database could not be reached, or was lost in the middle. Whether something was recorded is not known.',
    remedy:
      'Send it again after as many seconds as Retry-After says, a recording with the same Idempotency-Key.',
  },
  'no-more-streams': {
    status: 503,
    title: 'This process has no room for another stream',
    meaning: 'As many streams are open as one process may have.',
    remedy: 'Come again after as many seconds as Retry-After says; another process may take it.',
  },
  'shutting-down': {
    status: 503,
    title: 'This process is ending',
    meaning: 'It takes no new requests and finishes those it has.',
    remedy: 'Send it again; another process takes it.',
  },
  'recorded-differently': {
    status: 409,
    title: 'The id stands for another fact',
    meaning: 'Something is recorded under this id with other content. What is recorded is never overwritten.',
    remedy: 'Give the new fact an id of its own, or leave out what is already recorded.',
  },
  'package-already-adopted': {
    status: 409,
    title: 'The package is in the register',
    meaning: 'The imposing party has a package with this number already.',
    remedy: 'Use the next number, or null if its number is not known.',
  },
  'not-announced': {
    status: 404,
    title: 'The commitment is not recorded',
    meaning: 'Something is said to have happened towards a commitment that nobody has announced.',
    remedy: 'Announce the commitment first, or correct the id.',
  },
  'not-held': {
    status: 422,
    title: 'The meeting is not recorded',
    meaning: 'A fact names a meeting, conference or signing that is not recorded.',
    remedy: 'Record the meeting first, or in the same record.',
  },
  'unknown-source': {
    status: 422,
    title: 'The source is not registered',
    meaning: 'Evidence names a source that is not registered.',
    remedy: 'Register the source first, or in the same record.',
  },
  'unknown-commitment': {
    status: 422,
    title: 'A related commitment is not recorded',
    meaning: 'A fact relates to a commitment that was not recorded before it.',
    remedy: 'Correct the id, or put the commitment it names before this one.',
  },
  'unknown-fact': {
    status: 422,
    title: 'The fact named is not recorded',
    meaning:
      'Evidence is attached to a fact that is not recorded for this commitment, or such a fact is disputed or contested, or a source of it that is none, or a sameness is proposed of what is not recorded as having happened towards it.',
    remedy: 'Name the commitment itself, or something recorded for it.',
  },
  'other-document': {
    status: 422,
    title: 'The anchor points into another document',
    meaning: 'An anchor names another document than the one the source was registered with.',
    remedy: 'Use the SHA-256 that the source was registered with.',
  },
  'other-unit': {
    status: 422,
    title: 'The amount is in another unit',
    meaning:
      'The commitment is measured in another unit, and the two measure different things. Physical units of one dimension ' +
      '(kWh and MWh) are converted exactly; money and goods never are.',
    remedy:
      'Give the amount in the unit of the commitment, or one that converts to it, as a source states it.',
  },
  'not-measured-so': {
    status: 422,
    title: 'The commitment is not measured in amounts of this kind',
    meaning: 'The criterion of the commitment does not add up what was to be recorded.',
    remedy: 'Record it with a commitment whose criterion does.',
  },
  'related-to-itself': {
    status: 422,
    title: 'The commitment relates to itself',
    meaning: 'A commitment names itself in one of its relations, or as what takes its place.',
    remedy: 'Name the other commitment, or remove the relation.',
  },
  ...logProblems,
  ...subscriptionProblems,
  ...reportProblems,
  ...endRefusals,
  ...termRefusals,
  ...disputeRefusals,
  ...passageRefusals,
  ...correctionRefusals,
  ...samenessRefusals,
  ...deadlineRefusals,
};

/** Whether a text is the code of a problem. */
export const isProblemCode = (text: string): text is ProblemCode => Object.hasOwn(problemCatalogue, text);
