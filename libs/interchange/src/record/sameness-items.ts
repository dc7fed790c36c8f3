import { z } from 'zod';
import { identifier, samenessConfirmed, samenessProposed, samenessRejected } from '#libs/domain';
import { date, id, told } from './item-vocabulary.ts';

// That two facts may be one and the same, and what was decided, in the form in which a person writes it.

const { by, reason } = samenessProposed.shape;
const judged = {
  by,
  reason,
  evidence: told.evidence.describe('What it rests on; left out where no source says so'),
};
const about = identifier.describe('The commitment in whose stream it stands');
const decides = { id, commitment: about, sameness: samenessConfirmed.shape.sameness };

export const sameness = z
  .strictObject({
    id,
    commitment: about,
    of: samenessProposed.shape.of,
    with: samenessProposed.shape.with,
    proposed: date,
    ...judged,
  })
  .meta({
    id: 'SamenessItem',
    description:
      'Two recorded facts may be one and the same: two happenings of a commitment, or two commitments',
  });

export const samenessConfirmation = z
  .strictObject({ ...decides, confirmed: date, ...judged })
  .meta({ id: 'SamenessConfirmationItem', description: 'Two facts are one and the same, and count once' });

export const samenessRejection = z
  .strictObject({ ...decides, sameness: samenessRejected.shape.sameness, rejected: date, ...judged })
  .meta({ id: 'SamenessRejectionItem', description: 'Two facts are not the same, and both count' });
