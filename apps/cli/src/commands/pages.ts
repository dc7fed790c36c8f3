import { z } from 'zod';
import { asOf } from '../answers.ts';
import type { Answer, LedgerClient, Query } from '../client.ts';

const page = z.object({ items: z.array(z.unknown()), next: z.string().nullish().catch(undefined), asOf });

/** The most items that the ledger puts on a page. */
const LARGEST_PAGE = 200;

/**
 * A list from its first page, or with `all` from every page, put together as one answer. The pages after the first are
 * asked for as of the position of the first, so that together they are one state of the ledger.
 */
export async function listed(
  client: LedgerClient,
  path: string,
  query: Query,
  { all = false }: { readonly all?: boolean | undefined } = {},
): Promise<Answer> {
  const asked = all ? { ...query, limit: query['limit'] ?? LARGEST_PAGE } : query;
  const first = await client.get(path, { query: asked });
  const firstPage = page.safeParse(first.body);
  if (!all || !firstPage.success) return first;
  const items = [...firstPage.data.items];
  const knownAt = query['knownAt'] ?? firstPage.data.asOf?.position ?? undefined;
  for (let cursor = firstPage.data.next; cursor;) {
    const next = await client.get(path, { query: { ...asked, knownAt, cursor } });
    const parsed = page.parse(next.body);
    items.push(...parsed.items);
    cursor = parsed.next;
  }
  const body = { ...(first.body as object), items, next: null };
  return { ...first, body, text: JSON.stringify(body) };
}

/** The line beneath a list: how many of how many, and as of when. */
export function pageNote(count: number, next: string | null | undefined, asOfText: string): string {
  const more = next ? `the first ${count}; --all shows all, --limit more` : '';
  return [more, asOfText].filter((part) => part !== '').join(' · ');
}
