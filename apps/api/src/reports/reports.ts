import {
  formatAbout,
  type Progress,
  type ReportFormat,
  type ReportOf,
  type WrittenFile,
} from '#libs/reports';
import { Inject, Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Problem } from '../problems/problem.ts';
import { type ReportAnswer } from './report-answers.ts';
import { startMaking, type Making } from './report-process.ts';

/** How much reports may use. */
export interface ReportLimits {
  /** Made at once; the others wait. */
  readonly atOnce: number;
  /** Of one owner, whatever state they are in. */
  readonly perOwner: number;
  /** Of all owners. */
  readonly overall: number;
  /** A log of so many events takes longer than it takes to start threads for a report of it. */
  readonly threadsFrom: number;
  /** How long one may take. */
  readonly makingMs: number;
  /** How long one can be had once it is made. */
  readonly keptMs: number;
}

export const REPORT_LIMITS: ReportLimits = {
  atOnce: 1,
  perOwner: 10,
  overall: 100,
  threadsFrom: 5_000,
  makingMs: 15 * 60_000,
  keptMs: 60 * 60_000,
};

/** Where reports come from and how many there may be. */
export interface ReportSettings extends ReportLimits {
  readonly databaseUrl: string;
}

export const REPORT_SETTINGS = Symbol('settings of reports');

interface Job {
  readonly id: string;
  readonly owner: string;
  readonly of: ReportOf;
  readonly format: ReportFormat;
  readonly askedAt: Date;
  state: ReportAnswer['state'];
  progress: Progress | null;
  written: WrittenFile | null;
  fault: ReportAnswer['fault'];
  expiresAt: Date | null;
  making?: Making;
  timer?: NodeJS.Timeout;
}

/**
 * Reports that are being made and were made, in this process: each belongs to whoever asked for it, and goes after a while.
 * Asked for again by the same owner while it is there, it is the same one.
 */
@Injectable()
export class Reports implements OnModuleDestroy {
  readonly #jobs = new Map<string, Job>();
  readonly #log = new Logger('reports');
  #folder: Promise<string> | undefined;
  #isStopping = false;

  constructor(@Inject(REPORT_SETTINGS) private readonly settings: ReportSettings) {}

  /** @throws Problem `too-many-reports` */
  ask(
    owner: string,
    of: ReportOf,
    format: ReportFormat,
  ): { readonly report: ReportAnswer; readonly isNew: boolean } {
    const same = [...this.#jobs.values()].find(
      (job) => job.owner === owner && job.format === format && job.state !== 'failed' && isSame(job.of, of),
    );
    if (same) return { report: answer(same), isNew: false };
    this.#makeRoom(owner);
    const job: Job = {
      ...{ id: randomUUID(), owner, of, format, askedAt: new Date(), state: 'waiting' },
      ...{ progress: null, written: null, fault: null, expiresAt: null },
    };
    this.#jobs.set(job.id, job);
    this.#startNext();
    return { report: answer(job), isNew: true };
  }

  /** Those of an owner, the oldest first. */
  of(owner: string): readonly ReportAnswer[] {
    return [...this.#jobs.values()].filter((job) => job.owner === owner).map(answer);
  }

  /** One of them; undefined where it is not there or another's. */
  find(id: string, owner: string): ReportAnswer | undefined {
    const job = this.#jobs.get(id);
    return job?.owner === owner ? answer(job) : undefined;
  }

  /** Where the file of one that is done stands. */
  async path(id: string): Promise<string> {
    return join(await this.#home(), `${id}.report`);
  }

  /** Stops making it, or throws it away. */
  async drop(id: string): Promise<void> {
    const job = this.#jobs.get(id);
    if (!job) return;
    this.#jobs.delete(id);
    clearTimeout(job.timer);
    job.making?.stop();
    await job.making?.ended;
    await rm(await this.path(id), { force: true });
  }

  async onModuleDestroy(): Promise<void> {
    this.#isStopping = true;
    await Promise.all([...this.#jobs.keys()].map((id) => this.drop(id)));
    if (this.#folder) await rm(await this.#folder, { recursive: true, force: true });
  }

  #makeRoom(owner: string): void {
    const mine = [...this.#jobs.values()].filter((job) => job.owner === owner);
    const { perOwner, overall } = this.settings;
    const mayGo =
      mine.length >= perOwner ? mine : this.#jobs.size >= overall ? [...this.#jobs.values()] : undefined;
    if (!mayGo) return;
    // The oldest that is of no more use to anybody who waits makes room.
    const oldest = mayGo.find((job) => job.state === 'done' || job.state === 'failed');
    if (oldest) {
      void this.drop(oldest.id);
      return;
    }
    throw new Problem('too-many-reports', `${mayGo.length} reports are waiting or being made.`, {
      headers: { 'Retry-After': '10' },
    });
  }

  #startNext(): void {
    const all = [...this.#jobs.values()];
    const next = all.find(({ state }) => state === 'waiting');
    const running = all.filter(({ state }) => state === 'running').length;
    if (!next || running >= this.settings.atOnce || this.#isStopping) return;
    next.state = 'running';
    void this.#make(next).finally(() => {
      this.#startNext();
    });
  }

  async #make(job: Job): Promise<void> {
    const { databaseUrl, threadsFrom, makingMs, keptMs } = this.settings;
    const shelves = join(await this.#home(), `${job.id}.shelves`);
    try {
      await mkdir(shelves);
      const { of, format } = job;
      const hasThreads = of.position >= threadsFrom;
      const file = await this.path(job.id);
      const task = { databaseUrl, of, format, hasThreads, folder: shelves, file };
      const making = startMaking(task, ({ progress }) => {
        job.progress = progress;
      });
      job.making = making;
      const limit = setTimeout(() => {
        job.fault = { code: 'took-too-long', detail: `It took more than ${makingMs / 60_000} minutes.` };
        making.stop();
      }, makingMs);
      const told = await making.ended;
      clearTimeout(limit);
      if (told?.type === 'written') job.written = told.written;
      else if (told?.type === 'failed') this.#fail(job, told);
      else
        job.fault ??= {
          code: 'internal-error',
          detail: 'The process that made it ended, or had not enough memory.',
        };
    } catch (error) {
      this.#fail(job, { code: 'internal-error', detail: String(error) });
    } finally {
      await rm(shelves, { recursive: true, force: true });
      job.state = job.written ? 'done' : 'failed';
      job.expiresAt = new Date(Date.now() + keptMs);
      job.timer = setTimeout(() => void this.drop(job.id), keptMs).unref();
    }
  }

  #fail(job: Job, { code, detail }: { readonly code: string; readonly detail: string }): void {
    if (code === 'internal-error') this.#log.error(`Report ${job.id}: ${detail}`);
    job.fault = { code, detail: code === 'internal-error' ? 'The log of the ledger says more.' : detail };
  }

  #home(): Promise<string> {
    return (this.#folder ??= mkdtemp(join(tmpdir(), 'ledger-reports-')));
  }
}

const isSame = (one: ReportOf, other: ReportOf): boolean => JSON.stringify(one) === JSON.stringify(other);

/** The address a job is at. */
export const addressOf = (id: string): string => `/v1/reports/${id}`;

function answer(job: Job): ReportAnswer {
  const { id, state, of, format, progress, written, fault, askedAt, expiresAt } = job;
  const { mediaType, extension } = formatAbout[format];
  const { scope, validAt, position, documents } = of;
  const name = `${scope.replaceAll(/[^a-zA-Z0-9-]+/g, '-')}-${validAt}-at-${position}.${extension}`;
  return {
    ...{ id, state, scope, validAt, knownAt: position, format, documents: [...documents], progress },
    file: written && { href: `${addressOf(id)}/file`, name: `report-${name}`, mediaType, ...written },
    ...{ fault, askedAt: askedAt.toISOString(), expiresAt: expiresAt?.toISOString() ?? null },
  };
}
