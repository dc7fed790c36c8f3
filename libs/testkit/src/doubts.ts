import { DONOR, MFA, told } from './told.ts';

/** What makes a delivery called batch-1 doubtful, how that was decided, and a judgement. */
export const doubts = {
  dispute: told('DisputeOpened', {
    commitment: 'generators',
    dispute: 'how-many',
    about: 'batch-1',
    aspect: 'quantity',
    readings: [
      { reading: 'ministry', quantity: { qualifier: 'exactly', value: '138', unit: 'generators' }, ...MFA },
      { reading: 'donor', quantity: { qualifier: 'exactly', value: '137', unit: 'generators' }, ...DONOR },
    ],
    opened: '2025-01-10',
  }),
  resolution: told('DisputeResolved', {
    commitment: 'generators',
    resolution: 'counted-again',
    dispute: 'how-many',
    held: 'donor',
    reason: 'The ministry corrected its list.',
    resolved: '2025-02-01',
    ...MFA,
  }),
  challenge: told('EvidenceChallenged', {
    commitment: 'generators',
    challenge: 'not-seen',
    about: 'batch-1',
    grounds: 'Nobody saw them arrive.',
    challenged: '2025-01-10',
    ...DONOR,
  }),
  assessment: told('AssessmentRecorded', {
    commitment: 'generators',
    assessment: 'view-of-a-desk',
    assessor: 'Desk officer',
    judgement: 'It is going to be late.',
    label: 'overdue-unproven',
    basis: 'Talks with the carrier.',
    assessed: '2024-12-20',
  }),
};
