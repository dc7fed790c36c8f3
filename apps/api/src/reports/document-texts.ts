import { type DocumentStore } from '#libs/event-store';
import { documentText, type DocumentText } from '#libs/interchange';

/** The words of documents by their SHA-256, of those that are kept. */
export async function documentTexts(
  hashes: readonly string[],
  documents: DocumentStore,
): Promise<ReadonlyMap<string, DocumentText>> {
  const texts = new Map<string, DocumentText>();
  for (const sha256 of hashes) {
    const document = await documents.get(sha256);
    if (document) texts.set(sha256, documentText(document.bytes));
  }
  return texts;
}
