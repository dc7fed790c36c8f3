import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '#libs/platform';
import { describeWithKafka } from '#libs/testkit';
import { exampleMeeting, openHouse, type Answer, type House } from './house.ts';

const document = join(projectRoot(), '../shared/seed/000_a1f8ee5b86c8be85.txt');
const onTheDay = 'validAt=2024-11-16';

describeWithKafka('the Kyiv meeting, recorded from its file and asked about through Kafka', () => {
  let house: House;
  let recorded: Answer;
  const commitment = async (id: string, day = '2024-11-16') =>
    (await house.get(`/v1/commitments/${id}?validAt=${day}`)).body;

  beforeAll(async () => {
    house = await openHouse();
    if (existsSync(document)) {
      const bytes = readFileSync(document);
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      expect((await house.put(`/v1/documents/${sha256}`, bytes)).status).toBeLessThan(300);
    }
    recorded = await house.post('/v1/records', await exampleMeeting());
  });
  afterAll(() => house.stop());

  it('is recorded whole, in one append', () => {
    expect(recorded).toMatchObject({ status: 201, body: { outcome: 'recorded' } });
    expect(recorded.body.events).toHaveLength(recorded.body.position);
  });

  it('changes nothing when it is recorded again', async () => {
    const again = await house.post('/v1/records', await exampleMeeting());
    expect(again).toMatchObject({ status: 200, body: { outcome: 'unchanged', events: [] } });
  });

  it('row 1: two ministers met in Kyiv', async () => {
    const { body } = await house.get(`/v1/meetings/kyiv-2024-11-16?${onTheDay}`);
    expect(body).toMatchObject({ id: 'kyiv-2024-11-16', place: { city: 'Kyiv', country: 'UA' } });
    expect(
      body.participants.map(({ name, party }: { name: string; party: string }) => `${name} ${party}`),
    ).toEqual(['Andrii Sybiha UA', 'Iwaya Takeshi JP']);
    expect(body.note).toBeTruthy();
  });

  it('rows 2, 5, 6 and 16: what Ukraine said is kept as positions, and never scored', async () => {
    const { body } = await house.get(`/v1/positions?${onTheDay}&limit=200`);
    expect(body.items).toHaveLength(4 + 4 + 3 + 1);
    const speakers = body.items.map(
      ({ attribution }: { attribution: { onBehalfOf: string } }) => attribution.onBehalfOf,
    );
    expect(new Set(speakers)).toEqual(new Set(['UA']));
    const bases = body.items.map(({ basis }: { basis: string | null }) => basis).filter(Boolean);
    expect(bases).toEqual(['Ukrainian intelligence']);
  });

  it('row 3: the total of over 12 billion is a reported one, in no sum and no commitment', async () => {
    const { body } = await house.get(`/v1/reconciliations?${onTheDay}`);
    expect(body.items).toHaveLength(1);
    expect(body.items[0]).toMatchObject({
      stated: {
        lo: '12000000000',
        hi: null,
        unit: 'USD',
        verb: 'provided',
        period: { edtf: '2022-02-24/2024-11-16' },
      },
      itemised: { lo: '0' },
      residual: { lo: '12000000000', hi: null },
    });
    const all = await house.get(`/v1/commitments?${onTheDay}&limit=200`);
    expect(JSON.stringify(all.body)).not.toContain('12000000000');
  });

  it('row 4: the loan from frozen assets is allocated, nothing known delivered, without a deadline', async () => {
    expect(await commitment('jp-frozen-assets-loan')).toMatchObject({
      label: 'allocated',
      kind: 'financial',
      committers: ['JP'],
      beneficiaries: ['UA'],
      due: null,
      facets: { delivery: 'none-known', time: 'no-deadline' },
      fulfilment: { recorded: { lo: '0', hi: '0' }, target: { lo: '3000000000', hi: null }, unit: 'USD' },
    });
    expect((await commitment('jp-frozen-assets-loan')).fundingSource).toMatch(/frozen/i);
  });

  it.each([
    ['7', 'victory-plan', 'under-discussion', 'participation'],
    ['7', 'peace-formula', 'under-discussion', 'participation'],
    ['8', 'support-agreement', 'standing', 'implementation'],
    ['8', 'security-dialogue', 'standing', 'dialogue'],
    ['9', 'sanctions-pressure', 'announced', 'sanctions'],
    ['11', 'sanctions-circumvention', 'standing', 'sanctions-enforcement'],
    ['12', 'demining-cooperation', 'standing', 'cooperation'],
    ['13', 'demining-conference-2025', 'announced', 'event-hosting'],
    ['14', 'generators-2024', 'partly-delivered', 'goods'],
    ['17', 'tokyo-roadmap', 'standing', 'implementation'],
    ['18', 'visa-liberalisation', 'under-discussion', 'policy-step'],
  ])('row %s: %s is %s', async (_, id, label, kind) => {
    expect(await commitment(id)).toMatchObject({ id, label, kind });
  });

  it('row 8: the dialogue is part of the agreement, which was signed in 2024', async () => {
    const dialogue = await commitment('security-dialogue');
    expect(dialogue.relations).toContainEqual(
      expect.objectContaining({ type: 'part-of', commitment: 'support-agreement' }),
    );
    const { body } = await house.get(`/v1/meetings/kyiv-2024-11-16?${onTheDay}`);
    expect(JSON.stringify(body.agreements)).toContain('Agreement on Support for Ukraine and Cooperation');
  });

  it('rows 9 and 11: sanctions pressure is joint, enforcement is the partners’', async () => {
    expect((await commitment('sanctions-pressure')).committers.toSorted()).toEqual(['JP', 'UA']);
    expect((await commitment('sanctions-circumvention')).committers).toEqual(['org:partners-of-ukraine']);
  });

  it('row 10: the register holds 26 packages, the dates of which are not known', async () => {
    const { body } = await house.get(`/v1/sanctions-packages?imposer=JP&${onTheDay}&limit=200`);
    expect(body.items).toHaveLength(1);
    const [register] = body.items;
    expect(register).toMatchObject({ imposer: 'JP', target: 'RU', count: 26, highestNumber: 26, gaps: [] });
    expect(register.packages).toHaveLength(26);
    expect(register.packages[0].adopted.edtf).toBe('2022-02-24/2024-11-16');
  });

  it('row 13: the conference is due within 2025', async () => {
    expect((await commitment('demining-conference-2025')).due).toEqual({
      edtf: '2025',
      earliest: '2025-01-01',
      latest: '2025-12-31',
    });
  });

  it('rows 14 and 15: between 1 and 100 of 100 generators, undetermined, with reasons a person can follow', async () => {
    const { fulfilment } = await commitment('generators-2024');
    expect(fulfilment).toMatchObject({
      outcome: 'undetermined',
      delivered: { lo: '1', hi: '100' },
      target: { lo: '100', hi: '100' },
      unit: 'generators',
      share: { lo: '0.01', hi: '1' },
    });
    expect(fulfilment.derivation.length).toBeGreaterThan(4);
  });

  it('row 16: the reconstruction conference was held in Tokyo in February 2024', async () => {
    const { body } = await house.get(`/v1/meetings/ukraine-reconstruction-conference-2024?${onTheDay}`);
    expect(body).toMatchObject({ place: { city: 'Tokyo', country: 'JP' } });
    expect(JSON.stringify(body)).toContain('"2024-02"');
  });

  it('rows 19 and 20: the exhibition and the thanks to two archivists are in the timeline of the meeting', async () => {
    const { body } = await house.get(`/v1/timeline?meeting=kyiv-2024-11-16&${onTheDay}&limit=200`);
    const types = body.items.map(({ type }: { type: string }) => type);
    expect(types.filter((type: string) => type === 'ExhibitionPresented')).toHaveLength(1);
    expect(types.filter((type: string) => type === 'ContributionAcknowledged')).toHaveLength(2);
    expect(JSON.stringify(body)).toMatch(
      /Anatolii Khromov[^]*Larysa Levchenko|Larysa Levchenko[^]*Anatolii Khromov/,
    );
  });

  it('every commitment names its evidence, in words where the document is here', async () => {
    const { body } = await house.get(`/v1/commitments?${onTheDay}&limit=200`);
    expect(body.items).toHaveLength(12);
    for (const { id } of body.items) {
      const { evidence } = await commitment(id);
      expect(evidence.length).toBeGreaterThan(0);
      for (const anchor of evidence) {
        expect(anchor).toMatchObject({
          source: 'mfa-ua-2024-11-16',
          passage: expect.stringMatching(/^[0-9a-f]{64}$/),
        });
        if (existsSync(document)) {
          expect(createHash('sha256').update(anchor.text).digest('hex')).toBe(anchor.passage);
        }
      }
    }
  });

  describe('then', () => {
    const evidence = [{ source: 'mfa-ua-2024-11-16' }];
    const deliver = (id: string, quantity: string, delivered: string) =>
      house.post('/v1/commitments/generators-2024/deliveries', {
        id,
        quantity,
        delivered,
        milestone: 'handed-over',
        evidence,
      });

    it('the generators are partly delivered to the last day of the year, and overdue, unproven from the next', async () => {
      expect((await commitment('generators-2024', '2024-12-31')).label).toBe('partly-delivered');
      expect((await commitment('generators-2024', '2025-01-01')).label).toBe('overdue-unproven');
    });

    it('a delivery of exactly 40 makes it 41 to 100, and 60 more make it met', async () => {
      expect((await deliver('forty', '40 generators', '2024-12-01')).status).toBe(201);
      expect((await commitment('generators-2024', '2024-12-31')).fulfilment.delivered).toEqual({
        lo: '41',
        hi: '100',
      });
      expect((await deliver('sixty', '60 generators', '2024-12-20')).status).toBe(201);
      expect(await commitment('generators-2024', '2025-01-15')).toMatchObject({
        label: 'fulfilled',
        facets: { time: 'met-on-time' },
        fulfilment: { outcome: 'met' },
      });
    });

    it('what was known before those deliveries is still answered as it was', async () => {
      const { position } = recorded.body;
      const { body } = await house.get(
        `/v1/commitments/generators-2024?validAt=2025-01-15&knownAt=${position}`,
      );
      expect(body).toMatchObject({ label: 'overdue-unproven', asOf: { knownAt: position } });
    });

    const adopt = (number: number, adopted: string) =>
      house.post('/v1/sanctions-packages', {
        imposer: 'JP',
        target: 'RU',
        against: ['RU', 'BY'],
        number,
        adopted,
        evidence,
      });

    it('package 26 recorded again is refused as a duplicate', async () => {
      const { status, body } = await adopt(26, '2024-10-01');
      expect(status).toBe(409);
      expect(body.errors).toContainEqual(expect.objectContaining({ code: 'package-already-adopted' }));
    });

    it('package 27 fulfils the promise of more sanctions pressure from the day it was adopted', async () => {
      expect((await adopt(27, '2025-01-10')).status).toBe(201);
      expect((await commitment('sanctions-pressure', '2025-01-09')).label).toBe('announced');
      expect((await commitment('sanctions-pressure', '2025-01-10')).label).toBe('fulfilled');
    });
  });
});
