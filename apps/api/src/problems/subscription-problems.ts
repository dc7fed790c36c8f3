import { type DoorCode } from './door-code.ts';
import { type ProblemEntry } from './problem-entry.ts';

/** The part of the catalogue that is about subscriptions. */
export const subscriptionProblems = {
  'too-many-subscriptions': {
    status: 409,
    title: 'The key has as many subscriptions as one may have',
    meaning: 'A key has at most 100 subscriptions, whatever state they are in.',
    remedy: 'Delete one that is not needed, or ask for several things in one filter.',
  },
  'not-verified': {
    status: 409,
    title: 'The address has not shown that it wants this',
    meaning:
      'The address of the subscription has not answered its challenge, or the subscription was stopped, so nothing is sent to it.',
    remedy: 'Have the address answer the challenge, and ask for it with POST /v1/subscriptions/{id}/verify.',
  },
  'already-verified': {
    status: 409,
    title: 'The address is verified already',
    meaning: 'The address has answered its challenge, and the subscription was not stopped since.',
    remedy: 'Nothing is to be done; POST /v1/subscriptions/{id}/test sends something to try it with.',
  },
  'subscription-paused': {
    status: 409,
    title: 'The subscription is paused',
    meaning: 'While a subscription is paused nothing is sent to its address, and nothing is lost.',
    remedy: 'Resume it first.',
  },
  'not-a-dead-letter': {
    status: 409,
    title: 'The delivery is not a dead letter',
    meaning: 'Only what could not be delivered in any of its attempts is replayed.',
    remedy: 'Leave it: it was delivered, or still waits for its next attempt.',
  },
  'address-not-allowed': {
    status: 422,
    title: 'Nothing is sent to such an address',
    meaning:
      'The address of a webhook is a URL that begins with https: and names a public host, without a user, a password or a fragment.',
    remedy:
      'Use a public address. Who runs the ledger may allow http: and networks of their own (WEBHOOKS_ALLOW_HTTP, WEBHOOKS_ALLOWED_NETWORKS).',
  },
  'too-many-signing-keys': {
    status: 429,
    title: 'The secret was changed too often',
    meaning: 'A secret that was replaced signs for another day, and at most five sign at once.',
    remedy: 'Use the newest secret, or wait for as many seconds as Retry-After says.',
  },
  'too-many-tests': {
    status: 429,
    title: 'Tests of this subscription wait already',
    meaning: 'At most ten tests of a subscription wait to be delivered.',
    remedy: 'Look at its deliveries for what came of them.',
  },
} as const satisfies Readonly<Partial<Record<DoorCode, ProblemEntry>>>;
