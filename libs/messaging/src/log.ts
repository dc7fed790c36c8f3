/** Where sentences about the work go. Nest's Logger is one. */
export interface Log {
  log(sentence: string): void;
  warn(sentence: string): void;
  error(sentence: string): void;
  debug(sentence: string): void;
}

/** What an error says, with the cause beneath it where that says more. */
export function sentence(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const first = error instanceof AggregateError ? (error.errors[0] as unknown) : error.cause;
  const own = error.message || error.name;
  if (!(first instanceof Error) || first.message === '' || own.includes(first.message)) return own;
  return `${own} (${first.message})`;
}
