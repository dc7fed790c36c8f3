/**
 * Waits for all parts of the work in a transaction, and only then throws what the first has thrown: a part that still sent
 * statements after the rollback would write outside of any transaction. Statements that fail merely because another has
 * failed before them say nothing.
 */
export async function together<const Parts extends readonly unknown[]>(
  parts: Parts,
): Promise<{ -readonly [Index in keyof Parts]: Awaited<Parts[Index]> }> {
  const outcomes = await Promise.allSettled(parts);
  const reasons = outcomes.flatMap((outcome) =>
    outcome.status === 'rejected' ? [outcome.reason as unknown] : [],
  );
  if (reasons.length > 0) throw reasons.find((reason) => !isAftermath(reason)) ?? reasons[0];
  return outcomes.map((outcome) => outcome.status === 'fulfilled' && outcome.value) as {
    -readonly [Index in keyof Parts]: Awaited<Parts[Index]>;
  };
}

/** "Current transaction is aborted", whoever was told so. */
const isAftermath = (reason: unknown): boolean =>
  reason instanceof Error && ((reason as { code?: unknown }).code === '25P02' || isAftermath(reason.cause));
