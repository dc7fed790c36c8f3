import { BrokenBundle, type BundleFiles } from '../bundle/bundle-files.ts';

/**
 * The figures in report.json, wherever they stand in it, with every value that an id has there.
 *
 * @throws BrokenBundle when there is no report.json.
 */
export async function reportedFigures(files: BundleFiles): Promise<ReadonlyMap<string, readonly unknown[]>> {
  const report = files.names.has('report.json') ? await files.read('report.json') : undefined;
  if (!report) throw new BrokenBundle('There are figures and no report.json.');
  const found = new Map<string, unknown[]>();
  // JSON.parse visits every object anyway, and there may be hundreds of thousands.
  JSON.parse(report.toString(), (_key, value: unknown) => {
    if (typeof value !== 'object' || value === null || !('figure' in value) || !('value' in value))
      return value;
    if (typeof value.figure !== 'string') return value;
    const values = found.get(value.figure);
    if (values) values.push(value.value);
    else found.set(value.figure, [value.value]);
    return value;
  });
  return found;
}
