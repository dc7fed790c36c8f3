import { z } from 'zod';
import {
  NotAllowed,
  Refused,
  Unavailable,
  Unreachable,
  type CommandProblem,
  type Fault,
} from './problems.ts';
import type { Settings } from './settings.ts';

/** Problem details (RFC 9457) as docs/problems.md has them, read as leniently as they are useful. */
const problemDetails = z.object({
  title: z.string().optional().catch(undefined),
  detail: z.string().optional().catch(undefined),
  code: z.string().optional().catch(undefined),
  errors: z
    .array(
      z.object({
        pointer: z.string().optional().catch(undefined),
        parameter: z.string().optional().catch(undefined),
        code: z.string().optional().catch(undefined),
        fault: z.string().optional().catch(undefined),
        remedy: z.string().optional().catch(undefined),
      }),
    )
    .optional()
    .catch(undefined),
});

type ProblemDetails = z.output<typeof problemDetails>;

export interface ProblemAnswer {
  readonly status: number;
  readonly mediaType: string;
  readonly location: string | null;
  readonly text: string;
}

/** What an answer other than 2xx means for the person who asked. */
export function answerProblem(answer: ProblemAnswer, settings: Settings): CommandProblem {
  const { status, mediaType, location } = answer;
  if (status >= 300 && status < 400) {
    return new Unreachable([
      `${settings.address} answers that it has moved${location === null ? '' : ` to ${location}`}.`,
      'Set LEDGER_URL (or --url) to the new address.',
    ]);
  }
  const json = parseJson(answer.text);
  const details = problemDetails.safeParse(json);
  if (!details.success) {
    return status >= 500
      ? new Unavailable([
          `The ledger at ${settings.address} cannot answer (${status}).`,
          'Try again in a moment.',
        ])
      : notALedger(settings, `${status} ${mediaType}`);
  }
  const sentences = sentencesOf(status, details.data);
  if (status === 401 || status === 403) {
    return new NotAllowed([...sentences, whatToDoAboutTheKey(status, settings)], { json });
  }
  if (status === 503 || status === 429) return new Unavailable(sentences, { json });
  if (status >= 500) {
    return new Unavailable([...sentences, 'This is a defect of the ledger: its log says more.'], { json });
  }
  return new Refused(details.data.code ?? `http-${status}`, status, sentences, faultsOf(details.data), json);
}

/** Something answered, and it was not what a ledger answers. */
export function notALedger({ address }: Settings, what: string): Unreachable {
  return new Unreachable([
    `What answers at ${address} is not a ledger (${what.trim()}).`,
    'Set LEDGER_URL (or --url) to the address that npm start prints.',
  ]);
}

/** Nothing answered. */
export function unreachable(error: unknown, { address }: Settings): Unreachable {
  const { name, cause } = error as { readonly name?: string; readonly cause?: NodeJS.ErrnoException };
  const why = causes[name === 'TimeoutError' ? name : (cause?.code ?? '')] ?? cause?.message ?? String(error);
  return new Unreachable(
    [
      `The ledger at ${address} cannot be reached: ${why}.`,
      'Start it with npm start, or set LEDGER_URL (or --url) to where it is.',
    ],
    { cause: error },
  );
}

const causes: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'the name of the host cannot be looked up now',
  ECONNRESET: 'the connection broke',
  UND_ERR_SOCKET: 'the connection broke',
  ETIMEDOUT: 'it does not answer in time',
  UND_ERR_CONNECT_TIMEOUT: 'it does not answer in time',
  TimeoutError: 'it does not answer in time',
};

function sentencesOf(status: number, details: ProblemDetails): readonly string[] {
  const { title, detail } = details;
  const faults = faultsOf(details);
  // The title says the same of every occurrence, and the detail of this one.
  const said = detail ?? title ?? `The ledger answered ${status}`;
  const [only] = faults.length === 1 ? faults : [];
  return [
    ended(said),
    ...(only?.remedy === undefined ? [] : [asSentence(only.remedy)]),
    ...(faults.length > 1 ? faults.map(faultInWords) : []),
  ];
}

/** One fault with its place and remedy on a line. */
export const faultInWords = ({ pointer, fault, remedy }: Fault): string =>
  `${pointer === '' ? '' : `${pointer}  `}${fault}${remedy === undefined ? '' : ` — ${remedy}`}`;

function whatToDoAboutTheKey(status: number, { key, address }: Settings): string {
  if (key === undefined) {
    return 'Set LEDGER_KEY (or --key), or call from a folder with the .ledger that npm start made.';
  }
  return status === 401
    ? `The key from ${key.from} is not one of ${address}: correct it, or leave it out.`
    : `The key from ${key.from} may not do this: ask for one whose role may.`;
}

const faultsOf = ({ errors, code }: ProblemDetails): readonly Fault[] =>
  (errors ?? []).map((error) => ({
    pointer: error.pointer ?? error.parameter ?? '',
    fault: error.fault ?? 'is not accepted',
    remedy: error.remedy,
    code: error.code ?? code,
  }));

/** With a full stop behind. What stands in front may be an id, which has no capital. */
const ended = (text: string): string => (/[.!?:]$/.test(text.trim()) ? text.trim() : `${text.trim()}.`);

/** A remedy, which is written to follow a dash, as a sentence of its own. */
const asSentence = (text: string): string => ended(text.charAt(0).toUpperCase() + text.slice(1));

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
