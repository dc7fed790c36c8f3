/** What is told once everything runs. */
export interface Welcome {
  readonly url: string;
  /** Shown on the first start only; undefined where it is known already. */
  readonly adminKey: string | undefined;
  readonly events: number;
  readonly seconds: number;
}

/** A short welcome: where it is, the key, and three commands to try. */
export function welcomeText({ url, adminKey, events, seconds }: Welcome): string {
  const elsewhere = url === 'http://127.0.0.1:3000' ? '' : `  export LEDGER_URL=${url}\n`;
  return [
    '',
    `Commitment Ledger is running at ${url} with ${events} events (${seconds} s).`,
    ...(adminKey === undefined
      ? []
      : [
          '',
          `Admin key, shown this once: ${adminKey}`,
          'The ledger command finds it by itself in this folder.',
        ]),
    '',
    'Try, in another terminal:',
    `${elsewhere}  npx ledger status`,
    '  npx ledger status generators-2024',
    `  curl '${url}/v1/commitments/generators-2024?validAt=2024-11-16'`,
    '',
    `API: ${url}/docs   Stop: Ctrl-C`,
    '',
  ].join('\n');
}
