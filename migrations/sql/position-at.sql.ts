/**
 * The last position recorded at or before an instant; 0 when there is none. `recorded_at` grows with the position
 * and positions are dense, so a binary search over the primary key finds it: 22 probes in four million events, and
 * no index that every append would pay for.
 *
 * An answer given once must never change. An append that read its clock before this question and commits after it
 * would change it, and so would a clock set back. So a time later than the head's is closed first: the head moves up
 * to it (waiting for an append in flight), and nothing will be recorded at or before it any more. A time still to
 * come is answered with what is recorded so far, and only that answer may grow.
 */
export const positionAt = /* sql */ `
create function ledger.position_at(instant timestamptz) returns bigint
language plpgsql volatile security invoker as $function$
declare
  closed_until constant timestamptz := least(instant, clock_timestamp());
  low    bigint := 0;
  high   bigint;
  middle bigint;
begin
  update ledger.head set recorded_at = closed_until where recorded_at < closed_until;
  select h.position into strict high from ledger.head h;
  while low < high loop
    middle := (low + high + 1) / 2;
    if (select e.recorded_at from ledger.events e where e.position = middle) <= instant then
      low := middle;
    else
      high := middle - 1;
    end if;
  end loop;
  return low;
end
$function$;
`;
