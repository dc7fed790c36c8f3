import { z } from 'zod';
import { conditions, joining } from '#libs/domain';
import { date, goods, money } from './item-vocabulary.ts';

const actsAfter = conditions['acts-after'];
const sessionsHeld = conditions['sessions-held'];

const single = [
  conditions['sum-reached'].extend({ target: money }),
  conditions['count-reached'].extend({ target: goods }),
  actsAfter.extend({
    act: actsAfter.shape.act.default('sanctions-package'),
    atLeast: actsAfter.shape.atLeast.default(1),
  }),
  conditions['event-held'].extend({ within: date }),
  conditions['step-taken'],
  conditions['stage-reached'],
  sessionsHeld.extend({ within: date, atLeast: sessionsHeld.shape.atLeast.default(1) }),
] as const;

const innermost = z.discriminatedUnion('type', single).meta({ id: 'ConditionItem' });
const inner = z
  .discriminatedUnion('type', [...single, ...joining(innermost)])
  .meta({ id: 'ConditionOrGroupItem' });
const outer = z
  .discriminatedUnion('type', [...single, ...joining(inner)])
  .meta({ id: 'ConditionOrNestedGroupItem' });

/** A criterion as the domain has it, with quantities in words, and a bare word for the two that need nothing more. */
export const criterionInWords = z
  .union([
    z.enum(['standing', 'unstated']).transform((type) => ({ type })),
    z.discriminatedUnion('type', [
      ...single,
      ...joining(outer),
      z.strictObject({ type: z.literal('standing') }),
      z.strictObject({ type: z.literal('unstated') }),
    ]),
  ])
  .meta({
    description:
      'The rule that decides whether the commitment is met (docs/criteria.md); "standing" and "unstated" may stand alone',
    examples: ['standing'],
  });
