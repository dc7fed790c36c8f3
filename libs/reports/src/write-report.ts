import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Sealed } from './bundle/sealed.ts';
import { bundleFiles } from './bundle/write-bundle.ts';
import { dataFiles } from './csv/write-csv.ts';
import { type LayOut } from './pdf/lay-out.ts';
import { reportPdf } from './pdf/write-pdf.ts';
import { inPieces } from './pieces.ts';
import { type Report } from './report.ts';
import { reportHtml } from './write-html.ts';
import { reportJson } from './write-json.ts';
import { zipOf } from './zip.ts';

/** The formats a report is written in. */
export const reportFormats = ['pdf', 'html', 'csv', 'json', 'bundle'] as const;

export type ReportFormat = (typeof reportFormats)[number];

/** What a file of each format is. */
export const formatAbout: Readonly<
  Record<ReportFormat, { readonly mediaType: string; readonly extension: string }>
> = {
  pdf: { mediaType: 'application/pdf', extension: 'pdf' },
  bundle: { mediaType: 'application/zip', extension: 'bundle.zip' },
  html: { mediaType: 'text/html; charset=utf-8', extension: 'html' },
  json: { mediaType: 'application/json', extension: 'json' },
  csv: { mediaType: 'application/zip', extension: 'csv.zip' },
};

/** A file that was written. */
export interface WrittenFile {
  readonly bytes: number;
  /** In lower-case hexadecimal. */
  readonly sha256: string;
}

function streamOf(
  report: Report,
  format: ReportFormat,
  { sealed, layOut }: WritingMeans,
): NodeJS.ReadableStream {
  switch (format) {
    case 'html':
      return textStream(reportHtml(report));
    case 'json':
      return textStream(reportJson(report));
    case 'csv':
      return zipOf(dataFiles(report));
    case 'pdf':
      return reportPdf(report, layOut);
    case 'bundle':
      if (!sealed) throw new TypeError('A bundle takes what proves its events');
      return zipOf(bundleFiles(report, sealed, layOut));
  }
}

const textStream = (text: Iterable<string>): Readable => Readable.from(inPieces(text), { objectMode: false });

/** What writing takes besides the report. */
export interface WritingMeans {
  /** Told how many sheets were written; formats that hold several others begin again with each. */
  readonly onSheet?: (count: number) => void;
  /** What proves its events; a bundle cannot do without. */
  readonly sealed?: Sealed;
  /** Who lays out the sheets of a PDF; here, where nothing is said. */
  readonly layOut?: LayOut;
}

/**
 * Writes a report into a file, in pieces: it never is in memory as a whole.
 *
 * @param path of a file that is not there yet.
 */
export async function writeReport(
  report: Report,
  format: ReportFormat,
  path: string,
  means: WritingMeans = {},
): Promise<WrittenFile> {
  const hash = createHash('sha256');
  let bytes = 0;
  const { onSheet = () => undefined } = means;
  const pieces = streamOf(counting(report, onSheet), format, means);
  const counter = new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      hash.update(chunk);
      bytes += chunk.length;
      done(null, chunk);
    },
  });
  await pipeline(pieces, counter, createWriteStream(path, { flags: 'wx', mode: 0o600 }));
  return { bytes, sha256: hash.digest('hex') };
}

const counting = (report: Report, onSheet: (count: number) => void): Report => ({
  ...report,
  commitments: {
    length: report.commitments.length,
    titles: report.commitments.titles,
    [Symbol.iterator]: () => counted(report.commitments, onSheet),
    json: () => counted(report.commitments.json(), onSheet),
  },
});

function* counted<Item>(items: Iterable<Item>, onItem: (count: number) => void): Generator<Item, void> {
  let count = 0;
  for (const item of items) {
    yield item;
    onItem((count += 1));
  }
}
