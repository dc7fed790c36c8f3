import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { dataFiles } from './csv/write-csv.ts';
import { reportPdf } from './pdf/write-pdf.ts';
import { inPieces } from './pieces.ts';
import { type Report } from './report.ts';
import { reportHtml } from './write-html.ts';
import { reportJson } from './write-json.ts';
import { zipOf } from './zip.ts';

/** The formats a report is written in. */
export const reportFormats = ['pdf', 'html', 'csv', 'json'] as const;

export type ReportFormat = (typeof reportFormats)[number];

/** What a file of each format is. */
export const formatAbout: Readonly<
  Record<ReportFormat, { readonly mediaType: string; readonly extension: string }>
> = {
  pdf: { mediaType: 'application/pdf', extension: 'pdf' },
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

const WRITERS: Readonly<Record<ReportFormat, (report: Report) => NodeJS.ReadableStream>> = {
  html: (report) => textStream(reportHtml(report)),
  json: (report) => textStream(reportJson(report)),
  csv: (report) => zipOf(dataFiles(report)),
  pdf: reportPdf,
};

const textStream = (text: Iterable<string>): Readable => Readable.from(inPieces(text), { objectMode: false });

/**
 * Writes a report into a file, in pieces: it never is in memory as a whole.
 *
 * @param path of a file that is not there yet.
 * @param onSheet called as often as a sheet was written.
 */
export async function writeReport(
  report: Report,
  format: ReportFormat,
  path: string,
  onSheet: (count: number) => void = () => undefined,
): Promise<WrittenFile> {
  const hash = createHash('sha256');
  let bytes = 0;
  const pieces = WRITERS[format](counting(report, onSheet));
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
    *[Symbol.iterator]() {
      let count = 0;
      for (const sheet of report.commitments) {
        yield sheet;
        onSheet((count += 1));
      }
    },
  },
});
