import { canonical, streamOf, type LedgerEvent, type PlainFact } from '#libs/domain';
import { factAsItem, requestToFacts } from '#libs/interchange';
import { exactly, fact } from '#libs/testkit';

const source = fact.source();
const histories = new Map<string, readonly LedgerEvent[]>([
  [streamOf(source), [source]],
  ['source-later', [fact.source({ source: 'later', published: '2025-02-01' })]],
]);

/** A correction that tells a fact anew in the words in which it stands. */
const told = (given: PlainFact) => {
  const { type, content } = factAsItem(given) ?? { type: 'nothing', content: {} };
  const body = {
    ...{ stream: streamOf(given), corrects: idOf(given), reason: 'It was misread.' },
    ...{ replacement: { type, ...content }, evidence: [{ source: 'later' }] },
  };
  const result = requestToFacts('correction', body, { id: 'fix' }, histories);
  if ('errors' in result) return result.errors;
  const [correction] = result.facts.map((each) => each.fact);
  return correction?.type === 'CorrectionRecorded' ? correction.data : undefined;
};
const idOf = ({ data }: PlainFact): string => {
  const named = data as unknown as Readonly<Record<string, string>>;
  const own = [
    'delivery',
    'allocation',
    'disbursement',
    'passage',
    'step',
    'reaching',
    'package',
    'attachment',
  ];
  const said = [
    'withdrawal',
    'release',
    'supersession',
    'coverage',
    'amendment',
    'specification',
    'relation',
  ];
  const doubted = [
    'reaffirmation',
    'resolution',
    'challenge',
    'assessment',
    'dispute',
    'conference',
    'position',
  ];
  const rest = ['report', 'exhibition', 'acknowledgement', 'agreement', 'meeting', 'source', 'commitment'];
  const key = [...own, ...said, ...doubted, ...rest].find((name) => name in named) ?? '';
  return named[key] ?? '';
};

/** As the doors record it: whoever promises is bound by what is said. */
const promised = ({ data }: ReturnType<typeof fact.generators>): LedgerEvent => ({
  type: 'CommitmentAnnounced',
  data: { ...data, attribution: { ...data.attribution, committed: [...data.committers] } },
});

describe('a fact in the form in which it may be told anew', () => {
  it.each<PlainFact>(
    [
      ...[fact.source(), fact.meeting(), fact.conference(), fact.position(), fact.total(), fact.package()],
      ...[promised(fact.generators()), promised(fact.pressure()), fact.allocation(), fact.disbursement()],
      fact.delivery(),
      ...[fact.passage(), fact.step(), fact.stage(), fact.support(), fact.withdrawal(), fact.release()],
      ...[fact.supersession(), fact.coverage(), fact.amendment(), fact.specification(), fact.relation()],
      ...[fact.reaffirmation(), fact.dispute(), fact.challenge(), fact.resolution(), fact.assessment()],
      fact.delivery({ quantity: exactly('26') }),
      fact.position({ meeting: 'kyiv' }),
    ].map((each) => each as PlainFact),
  )('is told again word for word: $type', (given) => {
    const data = told(given);
    expect(data).toMatchObject({ stream: streamOf(given) });
    const { replacement } = data as { replacement: unknown };
    expect(canonical(replacement)).toBe(canonical({ type: given.type, data: given.data }));
  });

  it('has none for what follows from another fact, or is a judgement on sameness', () => {
    expect(factAsItem(fact.sameness() as PlainFact)).toBeUndefined();
    expect(factAsItem(fact.deadline() as PlainFact)).toBeUndefined();
  });
});

describe('a correction of what is of no commitment', () => {
  const correction = (body: object) =>
    requestToFacts(
      'correction',
      { corrects: 'threat', retracted: true, reason: 'Misheard.', evidence: [{ source: 'later' }], ...body },
      { id: 'fix' },
      histories,
    );

  it('names where the fact stands, and the commitment or the stream but not both', () => {
    expect(correction({})).toMatchObject({ errors: [{ pointer: '/commitment' }] });
    expect(correction({ commitment: 'generators', stream: 'source-press-release' })).toMatchObject({
      errors: [{ pointer: '/stream' }],
    });
    expect(correction({ stream: 'a drawer' })).toMatchObject({ errors: [{ pointer: '/stream' }] });
    expect(correction({ stream: 'source-press-release' })).toMatchObject({
      facts: [{ fact: { data: { stream: 'source-press-release', corrected: '2025-02-01' } } }],
    });
  });

  it('that leaves out what a statement stands on keeps it in the stream of its source or meeting', () => {
    const anew = (stream: string) => {
      const replacement = { type: 'position', topic: 'security', summary: 'Less of a threat.' };
      const result = correction({ stream, retracted: undefined, replacement });
      const [each] = 'facts' in result ? result.facts : [];
      return each?.fact.type === 'CorrectionRecorded' ? each.fact.data.replacement : result;
    };
    expect(anew('source-press-release')).toMatchObject({
      data: { position: 'threat', evidence: [{ source: 'press-release' }] },
    });
    expect(anew('meeting-kyiv')).toMatchObject({
      data: { meeting: 'kyiv', evidence: [{ source: 'later' }] },
    });
  });

  it('is told by the one whose act it was, or by somebody else', () => {
    const register = new Map<string, readonly LedgerEvent[]>([
      ...histories,
      ['sanctions-JP-RU', [fact.package()]],
      ['source-agency', [fact.source({ source: 'agency', publisherParty: 'org:agency' })]],
      ['source-ministry', [fact.source({ source: 'ministry', publisherParty: 'JP' })]],
    ]);
    const reporter = (by: string) => {
      const body = { stream: 'sanctions-JP-RU', corrects: 'jp-27', retracted: true, reason: 'Not adopted.' };
      const result = requestToFacts(
        'correction',
        { ...body, evidence: [{ source: by }] },
        { id: 'f' },
        register,
      );
      const [each] = 'facts' in result ? result.facts : [];
      return each?.fact.type === 'CorrectionRecorded' ? each.fact.data.attribution.reporter : result;
    };
    expect([reporter('agency'), reporter('ministry')]).toEqual(['third-party', 'committer']);
  });
});
