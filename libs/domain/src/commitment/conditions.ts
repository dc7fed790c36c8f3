/** The most conditions a criterion comes down to, however they are joined. */
export const MOST_CONDITIONS = 20;

/** A criterion as far as it is looked at here. */
interface AnyCriterion {
  readonly type: string;
  readonly of?: readonly AnyCriterion[];
  readonly name?: string | undefined;
}

interface FaultOfConditions {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** What meets a condition of a type, where nothing but its name tells it from what meets another. */
const MET_BY: Readonly<Record<string, string>> = {
  'event-held': 'event',
  'sessions-held': 'event',
  'step-taken': 'step',
  'stage-reached': 'agreement',
};

/**
 * What is wrong with conditions taken together: that there are too many, or that what meets one could not be told from
 * what meets another. A step says in words of its own what was done, and words are never compared; so of several steps
 * each must have a name, which the fact then gives.
 */
export function faultsOfConditions(criterion: AnyCriterion): readonly FaultOfConditions[] {
  const placed = [...conditionsIn(criterion, [])];
  const tooMany =
    placed.length > MOST_CONDITIONS
      ? [{ path: [], message: `has ${placed.length} conditions: join ${MOST_CONDITIONS} at most` }]
      : [];
  const nameless = placed.filter(({ condition: { type, name } }) => {
    const met = MET_BY[type];
    const alike = placed.filter(({ condition }) => met !== undefined && MET_BY[condition.type] === met);
    return alike.length > 1 && name === undefined;
  });
  return [
    ...tooMany,
    ...nameless.map(({ path, condition: { type } }) => ({
      path: [...path, 'name'],
      message: `is missing: what meets it could not be told from what meets another, so give each ${type} a name`,
    })),
  ];
}

function* conditionsIn(
  condition: AnyCriterion,
  path: readonly (string | number)[],
): Generator<{ readonly path: readonly (string | number)[]; readonly condition: AnyCriterion }> {
  if (condition.of === undefined) yield { path, condition };
  for (const [index, member] of (condition.of ?? []).entries())
    yield* conditionsIn(member, [...path, 'of', index]);
}
