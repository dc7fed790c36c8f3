import { namesInWords } from '#libs/domain';
import { type FeedEntry } from '#libs/interchange';
import { type LatestEvent } from '#libs/read-models';

/** Longer titles are cut: some readers show them whole, in a list. */
const LONGEST_TITLE = 200;

/**
 * An event as an entry of a feed.
 *
 * @param base the address of the ledger, without a slash at the end
 */
export function feedEntry(event: LatestEvent, base: string): FeedEntry {
  const { id, type, position, recordedAt, commitment, parties, sources } = event;
  return {
    id: `urn:uuid:${id}`,
    title: shortened(titleOf(event)),
    summary: summaryOf(event),
    updated: recordedAt,
    address: commitment
      ? `${base}/v1/commitments/${encodeURIComponent(commitment.id)}`
      : `${base}/v1/events/${position}`,
    authors: [...new Set(sources.map(({ publisher }) => publisher))],
    sources: sources.flatMap(({ title, address }) => (address === null ? [] : [{ title, address }])),
    tags: [type, ...(commitment ? [commitment.kind] : []), ...parties],
  };
}

/** An announcement names its commitment itself. */
const titleOf = ({ type, sentence, commitment }: LatestEvent): string =>
  commitment && type !== 'CommitmentAnnounced' ? `${commitment.title}: ${sentence}` : sentence;

function summaryOf({ type, sentence, occurred, commitment, sources, position, recordedAt }: LatestEvent) {
  const sentences = [sentence];
  if (commitment && type !== 'CommitmentAnnounced') {
    const { title, committers, beneficiaries } = commitment;
    sentences.push(
      `It is of the commitment “${title}”, by ${namesInWords(committers)} towards ${namesInWords(beneficiaries)}.`,
    );
  }
  sentences.push(`It happened ${occurred}.`);
  if (type !== 'SourceRegistered' && sources.length > 0) {
    const named = sources.map(({ publisher, title }) => `${publisher}, “${title}”`);
    sentences.push(`By: ${named.join('; ')}.`);
  }
  const [day = '', time = ''] = recordedAt.split('T');
  sentences.push(`Recorded ${day} ${time.slice(0, 5)} UTC, at position ${position}.`);
  return sentences.join(' ');
}

function shortened(title: string): string {
  const characters = Array.from(title);
  return characters.length <= LONGEST_TITLE ? title : `${characters.slice(0, LONGEST_TITLE - 1).join('')}…`;
}
