const COMMITMENT = 'commitment-';

/**
 * The label that the commitment of an event has after it, as an expression: that of its last change up to there, since no
 * label becomes another without a change. Null for an event of no commitment.
 *
 * @param event the alias of the event's row in the timeline
 */
export const labelAfter = (event: string): string => /* sql */ `
  (select l.to_label from ledger.changes l
    where ${event}.stream like '${COMMITMENT}%'
      and l.commitment = substr(${event}.stream, ${COMMITMENT.length + 1}) and l.position <= ${event}.position
    order by l.position desc limit 1)`;

/**
 * Whether a change is one of the label, to one of these.
 *
 * @param change the alias of its row
 * @param labels the parameter that has them
 */
export const becomesOne = (change: string, labels: string): string => /* sql */ `
  ${change}.to_label = any(${labels}) and ${change}.to_label is distinct from ${change}.from_label`;

/**
 * Whether with a change the certain share goes from below one of these to it or above. A share that is not known certainly
 * has reached nothing.
 *
 * @param change the alias of its row
 * @param shares the parameter that has them, as decimals
 */
export const crossesOne = (change: string, shares: string): string => /* sql */ `
  exists (select from unnest(${shares}::numeric[]) share
           where ${change}.to_share >= share and coalesce(${change}.from_share < share, true))`;
