import type { Command } from 'commander';
import type { OpenSession } from '../session.ts';
import { addTellOf } from './tell-of.ts';

/** `ledger challenge COMMITMENT` */
export const addChallenge = (program: Command, open: OpenSession): void => {
  addTellOf(program, open, {
    name: 'challenge',
    description: 'record that somebody contests a fact, or what one source says of it',
    collection: 'challenges',
    noun: 'challenge',
    options: [
      { flags: '--about <id>', help: 'the fact: a delivery, the commitment itself', key: 'about' },
      {
        flags: '--contested <source>',
        help: 'the one source of it that is contested; left out, the fact as a whole',
        key: 'contestedSource',
        optional: true,
      },
      { flags: '--grounds <words>', help: 'why', key: 'grounds' },
      {
        flags: '--on <date>',
        help: 'when it was contested; left out, the day the source was published',
        key: 'challenged',
        optional: true,
      },
    ],
    idOf: 'about',
    examples: `
Until it is resolved the fact counts as possible and not as certain. Whoever has another amount or date to give opens a
dispute.

Examples:
  ledger challenge generators-2024 --about delivery-2024-12-20 --grounds "Nobody saw them arrive"
      --source undp-2025-01-10`,
  });
};

/** `ledger resolve COMMITMENT` */
export const addResolve = (program: Command, open: OpenSession): void => {
  addTellOf(program, open, {
    name: 'resolve',
    description: 'record how a dispute or challenge was resolved',
    collection: 'resolutions',
    noun: 'resolution',
    options: [
      { flags: '--dispute <id>', help: 'the dispute or challenge', key: 'dispute' },
      {
        flags: '--held <reading>',
        help: 'the reading that holds, or none; of a challenge stands or falls',
        key: 'held',
        read: (typed) => (typed === 'none' ? null : typed),
      },
      { flags: '--reason <words>', help: 'why', key: 'reason' },
      {
        flags: '--on <date>',
        help: 'when; left out, the day the source was published',
        key: 'resolved',
        optional: true,
      },
    ],
    idOf: 'dispute',
    examples: `
It holds for all days, and is taken up again only by a new dispute.

Examples:
  ledger resolve generators-2024 --dispute dispute-delivery-2024-12-20-quantity --held undp-2025-01-10
      --reason "The ministry corrected its list" --source mfa-ua-2025-02-01`,
  });
};
