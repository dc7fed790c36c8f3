import { checkAnchor } from '#libs/interchange';
import { type AsOf } from '#libs/read-models';
import { Inject, Injectable } from '@nestjs/common';
import { DocumentTexts } from '../documents/document-texts.ts';

/**
 * Answers with the words of each anchored passage in `text`, where the document is stored and has them there, and was
 * stored by what was known: an old answer stays as it was when its document comes later.
 */
@Injectable()
export class Passages {
  constructor(@Inject(DocumentTexts) private readonly texts: DocumentTexts) {}

  async in<Answer extends { readonly asOf: AsOf }>(answer: Answer): Promise<Answer> {
    return (await this.#decorated(answer, answer.asOf.knownAt)) as Answer;
  }

  async #decorated(value: unknown, knownAt: number | null): Promise<unknown> {
    if (Array.isArray(value)) {
      const items: unknown[] = [];
      for (const item of value) items.push(await this.#decorated(item, knownAt));
      return items;
    }
    if (typeof value !== 'object' || value === null || value instanceof Date) return value;
    const entries: [string, unknown][] = [];
    for (const [key, item] of Object.entries(value)) {
      // `data` is the fact as it was recorded, and stays so; its evidence stands beside it as well.
      entries.push([key, key === 'data' ? item : await this.#decorated(item, knownAt)]);
    }
    const text = isAnchored(value) ? await this.#textOf(value, knownAt) : undefined;
    return Object.fromEntries(text === undefined ? entries : [...entries, ['text', text]]);
  }

  async #textOf(anchor: Anchored, knownAt: number | null): Promise<string | undefined> {
    const document = await this.texts.textOf(anchor.document, knownAt);
    if (!document) return undefined;
    const found = checkAnchor(document, anchor);
    return 'words' in found ? found.words : undefined;
  }
}

interface Anchored {
  readonly document: string;
  readonly start: number;
  readonly end: number;
  readonly passage: string;
}

const isAnchored = (value: object): value is Anchored =>
  'document' in value &&
  typeof value.document === 'string' &&
  'start' in value &&
  typeof value.start === 'number' &&
  'end' in value &&
  typeof value.end === 'number' &&
  'passage' in value &&
  typeof value.passage === 'string';
