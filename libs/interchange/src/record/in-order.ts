import { streamOf, streamsToRead, type FactToRecord, type LedgerEvent } from '#libs/domain';

/**
 * The facts in the order given, except that whatever a fact names comes before it: the commitments a conference is
 * said to fulfil, the conference a statement was made at. Facts that name each other in a circle are left to the
 * domain to refuse.
 */
export function inOrder(facts: readonly FactToRecord[]): readonly FactToRecord[] {
  const openers = new Map(
    facts.filter(({ fact }) => opensStream(fact)).map((each) => [streamOf(each.fact), each]),
  );
  const entered = new Set<FactToRecord>();
  const ordered: FactToRecord[] = [];
  const put = (each: FactToRecord): void => {
    if (entered.has(each)) return;
    entered.add(each);
    for (const stream of streamsToRead([each], new Map())) {
      const opener = openers.get(stream);
      if (opener) put(opener);
    }
    ordered.push(each);
  };
  facts.forEach(put);
  return ordered;
}

function opensStream({ type }: LedgerEvent): boolean {
  return [
    'SourceRegistered',
    'MeetingHeld',
    'ConferenceHeld',
    'AgreementSigned',
    'CommitmentAnnounced',
  ].includes(type);
}
