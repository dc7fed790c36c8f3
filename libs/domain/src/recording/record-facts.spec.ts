import { streamsToRead, type LedgerEvent } from '#libs/domain';
import { exactly, fact, given, histories } from '#libs/testkit';

const linked = (commitment: string, adopted = fact.package()): LedgerEvent => ({
  type: 'FulfilmentLinked',
  data: {
    commitment,
    fulfilment: adopted.data.package,
    by: 'sanctions-package',
    title: `Sanctions package ${adopted.data.number ?? ''} of Japan on account of Russian Federation`,
    happened: adopted.data.adopted,
    register: { imposer: 'JP', target: 'RU' },
    attribution: adopted.data.attribution,
    evidence: adopted.data.evidence,
  },
});
const awaited: LedgerEvent = {
  type: 'FulfilmentAwaited',
  data: { commitment: 'pressure', imposer: 'JP', target: 'RU', after: '2024-11-16' },
};

describe('recording facts', () => {
  it('takes a whole meeting in one go, later facts building on earlier ones', () => {
    given()
      .when(fact.source(), fact.meeting(), fact.generators({ meeting: 'kyiv' }), fact.delivery())
      .then(fact.source(), fact.meeting(), fact.generators({ meeting: 'kyiv' }), fact.delivery());
  });

  it('changes nothing when all of it is known already', () => {
    given(fact.source(), fact.generators(), fact.delivery())
      .when(fact.source(), fact.generators(), fact.delivery())
      .thenNothingHappens();
  });

  it('adds what is new and leaves the rest', () => {
    given(fact.source(), fact.generators())
      .when(fact.source(), fact.generators(), fact.delivery())
      .then(fact.delivery());
  });

  it('refuses a fact told differently under the id of a known one', () => {
    given(fact.source(), fact.generators(), fact.delivery())
      .when(fact.delivery({ delivered: '2024-11-17' }))
      .thenRefuses('recorded-differently');
  });

  it('refuses all of it for every reason at once when some of it is refused', () => {
    given(fact.source())
      .when(
        fact.generators(),
        fact.delivery({ commitment: 'generatorz' }),
        fact.position({ meeting: 'lviv' }),
      )
      .thenRefuses('not-announced', 'not-held');
  });

  it('refuses what no registered source says', () => {
    given().when(fact.generators()).thenRefuses('unknown-source');
  });

  it('refuses an anchor into another document than the source has', () => {
    const anchor = {
      source: 'press-release',
      document: 'a'.repeat(64),
      start: 0,
      end: 5,
      passage: 'b'.repeat(64),
    };
    given(fact.source({ document: { sha256: 'c'.repeat(64), mediaType: 'text/plain' } }))
      .when(fact.generators({ evidence: [anchor] }))
      .thenRefuses('other-document');
  });

  it('keeps a statement made outside of any meeting in the stream of its source', () => {
    given(fact.source()).when(fact.total()).then(fact.total());
  });
});

describe('a commitment', () => {
  it('takes deliveries beyond what was promised, because they are facts', () => {
    given(fact.source(), fact.generators())
      .when(fact.delivery({ delivery: 'all', quantity: exactly('120') }))
      .then(fact.delivery({ delivery: 'all', quantity: exactly('120') }));
  });

  it('refuses a delivery in another unit instead of converting it', () => {
    given(fact.source(), fact.generators())
      .when(fact.delivery({ quantity: exactly('4', 'vehicles') }))
      .thenRefuses('other-unit');
  });

  it('refuses an amount where its criterion measures none', () => {
    given(fact.source(), fact.standing())
      .when(fact.delivery({ commitment: 'dialogue' }))
      .thenRefuses('not-measured-so');
  });

  it('may relate only to commitments recorded before it, so relations never form a circle', () => {
    given(fact.source())
      .when(
        fact.generators({ relations: [{ type: 'part-of', commitment: 'loan' }] }),
        fact.loan({ relations: [{ type: 'part-of', commitment: 'generators' }] }),
      )
      .thenRefuses('unknown-commitment', 'unknown-commitment');
  });

  it('cannot be part of itself', () => {
    given(fact.source())
      .when(fact.loan({ relations: [{ type: 'part-of', commitment: 'loan' }] }))
      .thenRefuses('related-to-itself');
  });

  it('takes a second source for a fact it knows and refuses one for a fact it does not', () => {
    given(fact.source(), fact.generators()).when(fact.support()).then(fact.support());
    given(fact.source(), fact.generators())
      .when(fact.support({ supports: 'batch-9' }))
      .thenRefuses('unknown-fact');
  });
});

describe('a sanctions register', () => {
  it('counts a further package towards every commitment that waits for one, in the same append', () => {
    given(fact.source(), fact.pressure(), awaited)
      .when(fact.package())
      .then(fact.package(), linked('pressure'));
  });

  it('counts a package recorded before the commitment was', () => {
    given(fact.source(), fact.package())
      .when(fact.pressure())
      .then(fact.pressure(), awaited, linked('pressure'));
  });

  it('does not count packages adopted on or before the day', () => {
    const old = fact.package({ package: 'jp-26', number: 26, adopted: '2022-02-24/2024-11-16' });
    given(fact.source(), fact.pressure(), awaited).when(old).then(old);
  });

  it('refuses a number that is taken, whatever else is said of the package', () => {
    given(fact.source(), fact.package())
      .when(fact.package({ package: 'another', adopted: '2025-02-01' }))
      .thenRefuses('package-already-adopted');
    given(fact.source(), fact.package())
      .when(fact.package({ adopted: '2025-02-01' }))
      .thenRefuses('package-already-adopted');
  });

  it('takes several packages whose numbers are not known', () => {
    const nameless = (id: string) => fact.package({ package: id, number: null, adopted: '2024-01-01' });
    given(fact.source(), nameless('jp-january')).when(nameless('jp-february')).then(nameless('jp-february'));
  });
});

describe('a conference', () => {
  it('is linked from the commitments it is held towards', () => {
    given(fact.source(), fact.hosting())
      .when(fact.conference({ towards: ['hosting'] }))
      .then(fact.conference({ towards: ['hosting'] }), {
        type: 'FulfilmentLinked',
        data: {
          commitment: 'hosting',
          fulfilment: 'tokyo-2025',
          by: 'conference',
          title: 'Mine action conference',
          happened: '2025-10-22/2025-10-23',
          attribution: fact.conference().data.attribution,
          evidence: fact.conference().data.evidence,
        },
      });
  });

  it('refuses to be held towards a commitment nobody recorded', () => {
    given(fact.source())
      .when(fact.conference({ towards: ['hosting'] }))
      .thenRefuses('unknown-commitment');
  });
});

describe('what must be read before deciding', () => {
  it('includes the commitments that wait for the packages of a register', () => {
    const asked = [{ pointer: '', fact: fact.package() }];
    const first = streamsToRead(asked, new Map());
    expect(first).toEqual(['sanctions-JP-RU', 'source-press-release']);
    const read = new Map([...histories([fact.source(), awaited])]);
    expect(streamsToRead(asked, read)).toEqual(['commitment-pressure']);
  });
});
