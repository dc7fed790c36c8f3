import type { Fact, LedgerEvent } from '#libs/domain';

type Told = Readonly<Record<string, string | undefined>>;
interface Answer {
  readonly label: string;
  readonly outcome: string;
  readonly delivered: { readonly lo: string; readonly hi: string | null };
}

// The first and last day of `2024-12-05` or `2024-12`.
const first = (date: string): string => (date.length === 10 ? date : `${date}-01`);
const last = (date: string): string => (date.length === 10 ? date : `${date}-31`);

/**
 * What is to be answered of a promise of so many generators, from its events alone, in another way than `evolve` and
 * `assess` go: everything is looked up anew, by recursion over the corrections, for one day and one position.
 */
export function referenceFold(
  log: readonly LedgerEvent[],
  knownAt: number,
  validAt: string,
): Answer | undefined {
  const seen = log.slice(0, knownAt);
  const corrections = seen.flatMap(({ type, data }) => (type === 'CorrectionRecorded' ? [data] : []));
  const inForce = (id: string): boolean =>
    !corrections.some(({ corrects, correction }) => corrects === id && inForce(correction));
  const words = <Type extends LedgerEvent['type']>(type: Type, key: string): Fact<Type>['data'][] =>
    seen
      .filter((event) => event.type === type)
      .flatMap(({ data }) => {
        const id = (data as unknown as Told)[key] ?? '';
        const latest = corrections
          .filter(({ corrects, correction }) => corrects === id && inForce(correction))
          .at(-1);
        return latest?.retracted ? [] : [(latest?.replacement?.data ?? data) as Fact<Type>['data']];
      });
  const [promise] = words('CommitmentAnnounced', 'commitment');
  if (promise?.criterion.type !== 'count-reached' || promise.announced > validAt) return undefined;
  const target = Number(
    promise.criterion.target.qualifier === 'exactly' ? promise.criterion.target.value : NaN,
  );
  const due = promise.due ?? '9999-12-31';
  const deliveries = words('GeneratorsDelivered', 'delivery');
  const sum = (day: string, end: (date: string) => string): number =>
    deliveries
      .filter(({ delivered, milestone }) => milestone === 'handed-over' && end(delivered) <= day)
      .reduce((total, { quantity }) => total + Number('value' in quantity ? quantity.value : NaN), 0);
  const [lo, hi] = [sum(validAt, last), target];
  const met = lo >= target;
  const answer = (label: string): Answer => ({
    label,
    outcome: met ? 'met' : 'undetermined',
    delivered: { lo: String(lo), hi: lo <= target ? String(hi) : null },
  });
  const ended = words('CommitmentWithdrawn', 'withdrawal')
    .map(({ withdrawn }) => last(withdrawn))
    .sort()[0];
  if (ended !== undefined && ended <= validAt && sum(ended, last) < target) return answer('withdrawn');
  if (met) return answer(sum(validAt < due ? validAt : due, first) < target ? 'fulfilled-late' : 'fulfilled');
  if (validAt > due) return answer('overdue-unproven');
  if (lo > 0) return answer('partly-delivered');
  const underWay = deliveries.some(({ delivered }) => first(delivered) <= validAt);
  return answer(underWay ? 'in-delivery' : 'announced');
}
