import { calendarDay, sha256 } from '#libs/domain';
import { parseScope, reportFormats, SCOPE_FORMS } from '#libs/reports';
import { z } from 'zod';

const scope = z
  .string()
  .max(200)
  .refine((text) => parseScope(text) !== undefined, { error: `is not a scope: write ${SCOPE_FORMS}` })
  .describe(`What it is to be about: ${SCOPE_FORMS}`);

/** What a report is asked for by. The same of each makes the same bytes, at any time. */
export const reportRequest = z
  .strictObject({
    scope: scope.optional().describe('What it is to be about; everything, where it is left out'),
    validAt: calendarDay
      .optional()
      .describe('As it stood at the end of this day, by the facts’ own dates; today (UTC)'),
    knownAt: z
      .union([z.int().min(1), z.iso.datetime({ offset: true })], {
        error: 'is neither a position nor an RFC 3339 time',
      })
      .optional()
      .describe('By what was recorded up to this position or RFC 3339 time; everything'),
    format: z.enum(reportFormats),
    documents: z
      .array(sha256)
      .max(50)
      .optional()
      .describe('SHA-256 of documents kept here whose passages it is to quote; none'),
  })
  .meta({ id: 'ReportRequest' });

export type ReportRequest = z.output<typeof reportRequest>;

const progress = z.strictObject({
  stage: z.enum(['reading', 'judging', 'writing']),
  done: z.int(),
  of: z.int().describe('Events while it is read, commitments after that'),
});

/** A report that is being made, or was. */
export const reportAnswer = z
  .strictObject({
    id: z.uuid(),
    state: z.enum(['waiting', 'running', 'done', 'failed']),
    scope: z.string(),
    validAt: z.iso.date(),
    knownAt: z.int().describe('The position up to which the log counts'),
    format: z.enum(reportFormats),
    documents: z.array(z.string()),
    progress: progress.nullable(),
    file: z
      .strictObject({
        href: z.string(),
        name: z.string(),
        mediaType: z.string(),
        bytes: z.int(),
        sha256: z.string(),
      })
      .nullable()
      .describe('Once it is done'),
    fault: z.strictObject({ code: z.string(), detail: z.string() }).nullable().describe('Where it failed'),
    askedAt: z.iso.datetime(),
    expiresAt: z.iso
      .datetime()
      .nullable()
      .describe('Until then it can be had, once it is done or has failed'),
  })
  .meta({ id: 'Report', description: 'An audit report that is being made, or was' });

export type ReportAnswer = z.output<typeof reportAnswer>;

export const reportList = z.strictObject({ items: z.array(reportAnswer) }).meta({ id: 'Reports' });
