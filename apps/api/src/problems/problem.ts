import { problemCatalogue, type ProblemCode } from './catalogue.ts';

/** One fault of a request, with its place: a pointer into the body (RFC 6901), or the name of a parameter. */
export interface ProblemError {
  readonly pointer?: string;
  readonly parameter?: string;
  readonly code?: string;
  readonly fault: string;
  readonly remedy?: string;
  /** Where in the text of a record file it stands, from 1. */
  readonly line?: number;
  readonly column?: number;
}

/** A problem as it is sent (RFC 9457). */
export interface ProblemBody {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: ProblemCode;
  readonly errors?: readonly ProblemError[];
  /** `urn:uuid:` and the id of the request, under which it is logged. */
  readonly instance: string;
}

/** Thrown wherever a request cannot be answered as asked; the filter sends it. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly errors: readonly ProblemError[];
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    readonly code: ProblemCode,
    readonly detail: string,
    more: {
      readonly errors?: readonly ProblemError[];
      readonly headers?: Readonly<Record<string, string>>;
    } = {},
  ) {
    super(detail);
    this.errors = more.errors ?? [];
    this.headers = more.headers ?? {};
  }

  get status(): number {
    return problemCatalogue[this.code].status;
  }

  /** The same problem, its errors told in another way. */
  with(told: (error: ProblemError) => ProblemError): Problem {
    return new Problem(this.code, this.detail, { errors: this.errors.map(told), headers: this.headers });
  }

  /** The problem as the answer to one request. */
  body(requestId: string): ProblemBody {
    return {
      type: `/problems/${this.code}`,
      title: problemCatalogue[this.code].title,
      status: this.status,
      detail: this.detail,
      code: this.code,
      ...(this.errors.length > 0 && { errors: this.errors }),
      instance: `urn:uuid:${requestId}`,
    };
  }
}

/** That something is not there, by what it is and the id asked for. */
export const notFound = (what: string, id: string): Problem =>
  new Problem('not-found', `There is no ${what} ${JSON.stringify(id.slice(0, 100))}.`);

/** That one parameter or header is not understood. */
export const invalidParameter = (parameter: string, fault: string, remedy?: string): Problem =>
  new Problem('invalid-parameter', `${parameter} ${fault}.`, {
    errors: [{ parameter, fault, ...(remedy !== undefined && { remedy }) }],
  });
