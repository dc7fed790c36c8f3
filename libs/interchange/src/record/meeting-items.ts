import { z } from 'zod';
import {
  agreementSigned,
  conferenceHeld,
  contributionAcknowledged,
  cumulativeReported,
  exhibitionPresented,
  meetingHeld,
  positionStated,
} from '#libs/domain';
import { amount, date, id, note, someParties, told } from './item-vocabulary.ts';

// Who met, and what was said, shown and signed there, in the form in which a person writes it.

const { title, place, participants } = meetingHeld.shape;
export const meeting = z.strictObject({
  id,
  title,
  held: date,
  place,
  participants,
  note,
  attribution: told.attribution,
  evidence: told.evidence,
});

const { topic, summary, basis } = positionStated.shape;
export const position = z.strictObject({ id, stated: date.optional(), topic, summary, basis, ...told });

export const total = z.strictObject({
  id,
  reported: date.optional(),
  total: amount,
  period: date,
  verb: cumulativeReported.shape.verb,
  committers: someParties,
  beneficiaries: someParties,
  ...told,
});

const { periods, shows } = exhibitionPresented.shape;
export const exhibition = z.strictObject({ id, title, presented: date.optional(), periods, shows, ...told });

const { person, office, contribution } = contributionAcknowledged.shape;
export const acknowledgement = z.strictObject({
  id,
  acknowledged: date.optional(),
  person,
  office,
  contribution,
  ...told,
});

const { signatories } = agreementSigned.shape;
export const agreement = z.strictObject({
  id,
  title,
  signed: date,
  parties: someParties,
  signatories,
  ...told,
});

export const conference = z.strictObject({
  id,
  title,
  held: date,
  place,
  hosts: someParties,
  towards: conferenceHeld.shape.towards,
  meets: conferenceHeld.shape.meets,
  note,
  ...told,
});
