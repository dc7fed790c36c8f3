import { LIKENESS, type Comparable, type Known } from '#libs/domain';
import { type DataSource } from 'typeorm';
import { isStructureMissing, ReadModelsAbsent } from '../read-model-errors.ts';

/** Announcements that may be alike to some others. */
export interface Alike {
  /** Everything recorded up to this position was looked at. */
  readonly position: number;
  readonly announced: readonly Known['announced'][];
}

/**
 * The commitments known today, and not ended by an act, that may be the same as those given; the domain judges which are. One statement outside
 * of any snapshot and lock: it must not keep a recording waiting, and to miss one while tables are replaced costs a
 * warning and never an answer.
 *
 * @throws ReadModelsAbsent
 */
export async function alikeQuery(dataSource: DataSource, wanted: readonly Comparable[]): Promise<Alike> {
  const rows = wanted.map(({ announced, amount, figures: [value = null], due }) => ({
    commitment: announced.commitment,
    unit: amount.unit,
    committers: announced.committers,
    beneficiaries: announced.beneficiaries,
    value,
    ...(due && { opens: due.earliest ?? '-infinity', closes: due.latest ?? 'infinity' }),
  }));
  try {
    const [found] = await dataSource.query<Alike[]>(ALIKE_SQL, [JSON.stringify(rows), LIKENESS]);
    return found ?? { position: 0, announced: [] };
  } catch (error) {
    throw isStructureMissing(error) ? new ReadModelsAbsent(error) : error;
  }
}

/** For each commitment given the newest twenty between the same parties whose first figure is near, or whose days are its own. */
export const ALIKE_SQL = `
select ledger.read_models_as_of() as position, coalesce(json_agg(tracking.announced), '[]') as announced
  from read_models.tracking
 where tracking.commitment in (
   select near.commitment
     from json_to_recordset($1::json) as w (
            commitment text, unit text, committers text[], beneficiaries text[],
            value numeric, opens date, closes date)
    cross join lateral (
      select t.commitment
        from read_models.tracking t
       cross join lateral (select (t.announced #>> '{criterion,target,value}')::numeric as value offset 0) a
       where t.committers @> w.committers and t.beneficiaries @> w.beneficiaries
         and t.committers <@ w.committers and t.beneficiaries <@ w.beneficiaries
         and t.units @> array[w.unit] and t.commitment <> w.commitment
         and not exists (
           select from read_models.tracking_spans s
            where s.commitment = t.commitment and s.valid_to = 'infinity'
              and s.normative in ('withdrawn', 'released', 'superseded'))
         and ((t.due_earliest = w.opens and t.due_latest = w.closes)
              or abs(a.value - w.value) <= $2::numeric * greatest(a.value, w.value))
       order by t.first_position desc
       limit 20) near)`;
