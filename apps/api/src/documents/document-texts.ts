import { DocumentStore } from '#libs/event-store';
import { DocumentText, documentText, NotUtf8 } from '#libs/interchange';
import { Inject, Injectable } from '@nestjs/common';

/** UTF-16 units of text kept at hand, over all documents. */
const AT_HAND = 20_000_000;

interface AtHand {
  readonly text: DocumentText;
  readonly knownFrom: number;
}

/**
 * The texts of the documents that are stored, decoded and indexed once. A document never changes, so what is remembered
 * stays true; one that is not stored is looked for again each time.
 */
@Injectable()
export class DocumentTexts {
  /** In order of last use, the longest unused first. */
  readonly #texts = new Map<string, AtHand>();
  #held = 0;

  constructor(@Inject(DocumentStore) private readonly documents: DocumentStore) {}

  /**
   * The text of a document by its SHA-256; undefined where it is not stored, null where it is not UTF-8 text.
   *
   * @param knownAt a position: a document that came later is not there either.
   */
  async textOf(sha256: string, knownAt: number | null = null): Promise<DocumentText | null | undefined> {
    const found = this.#again(sha256) ?? (await this.#read(sha256));
    return found && (knownAt === null || found.knownFrom <= knownAt) ? found.text : undefined;
  }

  #again(sha256: string): AtHand | undefined {
    const known = this.#texts.get(sha256);
    if (known) {
      this.#texts.delete(sha256);
      this.#texts.set(sha256, known);
    }
    return known;
  }

  async #read(sha256: string): Promise<{ text: DocumentText | null; knownFrom: number } | undefined> {
    const document = await this.documents.get(sha256);
    if (!document) return undefined;
    const { knownFrom } = document;
    const text = textIn(document.bytes);
    if (text) this.#keep(sha256, { text, knownFrom });
    return { text, knownFrom };
  }

  #keep(sha256: string, document: AtHand): void {
    if (this.#texts.has(sha256)) return;
    this.#texts.set(sha256, document);
    this.#held += document.text.text.length;
    for (const [oldest, { text }] of this.#texts) {
      if (this.#held <= AT_HAND || oldest === sha256) return;
      this.#texts.delete(oldest);
      this.#held -= text.text.length;
    }
  }
}

function textIn(bytes: Uint8Array): DocumentText | null {
  try {
    return documentText(bytes);
  } catch (error) {
    if (error instanceof NotUtf8) return null;
    throw error;
  }
}
