import { z } from 'zod';
import { signings } from './signing-keys.ts';
import { sources } from './subscription-requests.ts';

export const statuses = ['unverified', 'active', 'paused', 'stopped'] as const;
export const deliveryStates = ['waiting', 'delivered', 'dead', 'dropped'] as const;

const time = z.iso.datetime();

const publicKey = z
  .string()
  .optional()
  .describe('Of Ed25519, in the form of Standard Webhooks: whpk_ and base64');

const summary = z
  .strictObject({
    id: z.uuid(),
    owner: z.string().describe('The name of the key that made it'),
    of: z.enum(sources),
    filter: z
      .looseObject({})
      .describe('What is wanted, in the filter language; everything, where it is empty'),
    url: z.string(),
    description: z.string().nullable(),
    signing: z.enum(signings),
    status: z
      .enum(statuses)
      .describe(
        'unverified: nothing is sent but the challenge. active: what matches is sent. paused: nothing is sent, and ' +
          'nothing lost. stopped: the address answered 410, or the key of its owner was revoked',
      ),
    reason: z.string().nullable().describe('Why it is stopped, or why the last challenge was not met'),
    after: z.int().describe('Everything of its source up to here was looked at'),
    keys: z
      .array(
        z.strictObject({
          createdAt: time,
          retiresAt: time.nullable().describe('Until then it signs beside the one that took its place'),
          publicKey,
        }),
      )
      .describe('What signs at present; secrets are shown when they are made, and never again'),
    createdAt: time,
    verifiedAt: time.nullable().describe('When the address last answered a challenge'),
    changedAt: time,
  })
  .meta({ id: 'Subscription' });

const standing = {
  behind: z.int().describe('How many entries of its source are still to be looked at'),
  waiting: z.int().describe('Deliveries that wait for an attempt'),
  dead: z.int().describe('Deliveries whose attempts are used up'),
  deliveredInDay: z.int().describe('Deliveries made in the last 24 hours'),
  lastSuccess: time.nullable(),
  lastFailure: z
    .strictObject({ at: time, status: z.int().nullable(), error: z.string() })
    .nullable()
    .describe('Of what waits or is dead'),
};

export const subscriptionAnswer = summary.extend(standing).meta({ id: 'SubscriptionInFull' });

export const subscriptionList = z
  .strictObject({ items: z.array(summary), next: z.string().nullable().describe('Send it as cursor') })
  .meta({ id: 'Subscriptions' });

const secret = z
  .string()
  .optional()
  .describe('What both sides sign and verify by. It is shown here once and never again.');

export const createdSubscription = subscriptionAnswer
  .extend({ secret, publicKey })
  .meta({ id: 'CreatedSubscription' });

export const rotatedKey = z
  .strictObject({
    secret,
    publicKey,
    previousRetiresAt: time.nullable().describe('Until then the one before signs as well'),
  })
  .meta({ id: 'RotatedKey' });

export const deliveryAnswer = z
  .strictObject({
    id: z.int(),
    what: z.enum(['entry', 'test', 'challenge']),
    position: z.int().optional().describe('Of the event'),
    number: z.int().optional().describe('Of the change'),
    messageId: z.string().describe('The id to deduplicate by, sent as webhook-id'),
    stream: z.string(),
    state: z
      .enum(deliveryStates)
      .describe('dead: its attempts are used up. dropped: nobody wants it any more'),
    nextAt: time.nullable().describe('When it is attempted next, at the earliest; null where it is settled'),
    createdAt: time,
    settledAt: time.nullable(),
    lastStatus: z.int().nullable(),
    lastError: z.string().nullable(),
    attempts: z.array(
      z.strictObject({
        attempt: z.int(),
        at: time,
        durationMs: z.int(),
        status: z.int().nullable().describe('What the address answered; null where it did not'),
        error: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'Delivery' });

export const deliveryList = z
  .strictObject({ items: z.array(deliveryAnswer), next: z.int().nullable().describe('Send it as after') })
  .meta({ id: 'Deliveries' });

export const replayAnswer = z
  .strictObject({ replayed: z.int(), left: z.int().describe('Dead letters that are still to be replayed') })
  .meta({ id: 'Replayed' });

export type SubscriptionSummary = z.output<typeof summary>;
export type SubscriptionAnswer = z.output<typeof subscriptionAnswer>;
export type SubscriptionList = z.output<typeof subscriptionList>;
export type CreatedSubscription = z.output<typeof createdSubscription>;
export type RotatedKey = z.output<typeof rotatedKey>;
export type DeliveryAnswer = z.output<typeof deliveryAnswer>;
export type DeliveryList = z.output<typeof deliveryList>;
export type ReplayAnswer = z.output<typeof replayAnswer>;
