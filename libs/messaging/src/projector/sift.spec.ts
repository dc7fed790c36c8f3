import { type RecordedEvent } from '#libs/domain';
import { toMessage } from '../envelope.ts';
import { type Checkpoint } from './checkpoints.ts';
import { type OffsetMessage, sift } from './sift.ts';

const source = 'urn:uuid:ours';
const checkpoint: Checkpoint = { partition: 1, generation: 2, nextOffset: 10, position: 100 };

const message = (
  offset: number,
  position: number,
  previous: number,
  given: { generation?: number; source?: string } = {},
): OffsetMessage => {
  const event: RecordedEvent = {
    ...{ id: `id-${position}`, type: 'StepTaken', schema: 1, stream: 'commitment-a', version: position },
    ...{ occurred: '2024', actor: 'a', correlationId: 'c', position, recordedAt: 't', body: '{}' },
  };
  return { offset: String(offset), ...toMessage(event, { source, generation: 2, previous, ...given }) };
};

const folded = (messages: readonly OffsetMessage[]) => {
  const sifted = sift(checkpoint, source, messages);
  if (sifted.verdict !== 'fold') throw new Error(`was ${sifted.verdict}`);
  const positions = sifted.arrivals.map((arrival) =>
    arrival.kind === 'event' ? arrival.event.position : arrival.kind,
  );
  return { positions, next: [sifted.next.nextOffset, sifted.next.position] };
};

describe('the messages of a partition', () => {
  test('that follow one another are all folded in', () => {
    expect(folded([message(10, 103, 100), message(11, 107, 103)])).toEqual({
      positions: [103, 107],
      next: [12, 107],
    });
  });

  test('below the next offset are passed over', () => {
    expect(folded([message(9, 100, 90), message(10, 103, 100)])).toEqual({
      positions: [103],
      next: [11, 103],
    });
  });

  test('published twice are folded in once', () => {
    const messages = [
      message(10, 99, 90),
      message(11, 100, 99),
      message(12, 103, 100),
      message(13, 103, 100),
    ];
    expect(folded(messages)).toEqual({ positions: [103], next: [14, 103] });
  });

  test('of a relay that does not know it is replaced are passed over', () => {
    expect(folded([message(10, 105, 104, { generation: 1 }), message(11, 103, 100)])).toEqual({
      positions: [103],
      next: [12, 103],
    });
  });

  test('of another ledger are passed over', () => {
    const foreign = message(10, 101, 100, { source: 'urn:uuid:theirs', generation: 9 });
    expect(folded([foreign, message(11, 103, 100)])).toEqual({ positions: [103], next: [12, 103] });
  });

  test('that come after one that is missing are not folded in, whatever the offsets say', () => {
    expect(sift(checkpoint, source, [message(10, 107, 103)])).toEqual({
      verdict: 'hole',
      after: 100,
      before: 107,
    });
    expect(folded([message(10, 103, 100), message(11, 110, 107)])).toEqual({
      positions: [103],
      next: [11, 103],
    });
  });

  test('of a newer generation wait until the checkpoint is brought into it', () => {
    const newer = message(11, 1, 0, { generation: 3 });
    expect(sift(checkpoint, source, [newer])).toEqual({ verdict: 'newer-generation' });
    expect(folded([message(10, 103, 100), newer])).toEqual({ positions: [103], next: [11, 103] });
  });

  test('that are no events are kept aside, and what follows is folded in', () => {
    const stray = { offset: '10', key: null, value: Buffer.from('hello') };
    expect(folded([stray, message(11, 103, 100)])).toEqual({ positions: ['stray', 103], next: [12, 103] });
  });

  test('that have a place and cannot be read keep their place', () => {
    const { headers, ...rest } = message(10, 103, 100);
    const unreadable = { ...rest, headers: { ...headers, ce_specversion: '2.0' } };
    expect(folded([unreadable, message(11, 107, 103)])).toEqual({
      positions: ['unreadable', 107],
      next: [12, 107],
    });
  });
});
