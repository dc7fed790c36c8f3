import { type Report } from '../report.ts';
import { type Entry } from '../zip.ts';
import { csvOf } from './resource.ts';
import { dataPackage, resources } from './resources.ts';

/** The files of the data package (Frictionless Data Package v1): its description, then a CSV for each table. */
export const dataFiles = (report: Report): readonly Entry[] => [
  { path: 'datapackage.json', content: () => [dataPackage(report)] },
  ...resources.map((resource) => ({
    path: `${resource.name}.csv`,
    content: () => csvOf(resource, report),
  })),
];
