import { matrixOf, Scales, withTermsOn, type Matrix } from '#libs/domain';
import { type AsOf, type Snapshot } from '../snapshot.ts';
import { withKin } from '../totals/kin.ts';
import { unitOf } from '../totals/totals.query.ts';
import { trackedWhere } from '../tracking/tracked-at.ts';

/** Which commitments are in the matrix. */
export interface MatrixFilter {
  /** Those measured in this unit; without it, all. */
  readonly unit?: string;
}

/** Who owes whom what, in which state. */
export interface MatrixAnswer extends Matrix {
  readonly asOf: AsOf;
}

/** The commitments certainly announced by the day, by who promised whom. */
export async function matrixQuery(snapshot: Snapshot, { unit }: MatrixFilter): Promise<MatrixAnswer> {
  const { at, asOf } = snapshot;
  const tracked = await trackedWhere(
    snapshot,
    't.announced_from <= $1::date and ($2::text is null or t.units @> array[$2])',
    [at.validAt, unit ?? null],
  );
  const commitments = tracked
    .map(({ known }) => known)
    .filter((known) => unit === undefined || unitOf(withTermsOn(known, at.validAt).announced) === unit);
  const scales = new Scales(await withKin(snapshot, commitments), at.validAt);
  return { ...matrixOf(commitments, scales), asOf };
}
