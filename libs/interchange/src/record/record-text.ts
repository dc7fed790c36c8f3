import type { RecordError } from './record-error.ts';
import { YamlReading, type TextPlace } from './yaml-reading.ts';

/** The largest record, in bytes of UTF-8. */
const MAX_RECORD_BYTES = 1_000_000;

/** What is wrong with the text itself, before there is a value in it. */
interface RecordTextError extends RecordError, TextPlace {}

/** A record as a value, and the way back from its parts to the text. */
export interface RecordText {
  readonly value: unknown;
  /** Where a pointer into the value stands; of a part that is not there, where the nearest one around it stands. */
  readonly locate: (pointer: string) => TextPlace | undefined;
}

interface RecordTextOptions {
  /** YAML, of which JSON is a part, unless JSON and nothing else is asked for. */
  readonly format?: 'yaml' | 'json';
}

/**
 * Reads a record file. Only what JSON can say is taken of YAML 1.2 (core schema): no tags, anchors or aliases, no
 * keys but texts, none of them twice. Size, depth and tokens are bounded before anything is built from them.
 */
export function parseRecordText(
  text: string,
  { format = 'yaml' }: RecordTextOptions = {},
): RecordText | { readonly errors: readonly RecordTextError[] } {
  const reading = new YamlReading(text);
  if (Buffer.byteLength(text) > MAX_RECORD_BYTES) {
    reading.fail(0, `is larger than ${MAX_RECORD_BYTES} bytes`, 'split it into several records');
    return { errors: reading.errors };
  }
  if (format === 'json') checkJson(text, reading);
  const value = reading.errors.length > 0 ? undefined : reading.read();
  return reading.errors.length > 0
    ? { errors: reading.errors }
    : { value, locate: (pointer) => reading.locate(pointer) };
}

function checkJson(text: string, reading: YamlReading): void {
  try {
    JSON.parse(text);
  } catch (error) {
    const { message } = error as SyntaxError;
    const at = /position (\d+)/.exec(message)?.[1];
    const wrong = message.replace(/ in JSON at position.*$| \(line.*$/s, '');
    const remedy = 'correct it, or say that the file is YAML';
    reading.fail(at === undefined ? text.length : Number(at), `is not JSON (${wrong})`, remedy);
  }
}
