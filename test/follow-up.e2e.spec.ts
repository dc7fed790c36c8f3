import { describeWithKafka } from '#libs/testkit';
import { exampleFollowUp, exampleMeeting, openHouse, type Answer, type House } from './house.ts';

describeWithKafka('what became of the Kyiv meeting, recorded from its file', () => {
  let house: House;
  let meeting: Answer;
  let followUp: Answer;
  const commitment = async (id: string, day: string, knownAt?: number) =>
    (
      await house.get(
        `/v1/commitments/${id}?validAt=${day}${knownAt === undefined ? '' : `&knownAt=${String(knownAt)}`}`,
      )
    ).body;

  beforeAll(async () => {
    house = await openHouse();
    meeting = await house.post('/v1/records', await exampleMeeting());
    followUp = await house.post('/v1/records', await exampleFollowUp());
  });
  afterAll(() => house.stop());

  it('is recorded whole, and changes nothing when it is recorded again', async () => {
    expect(followUp).toMatchObject({ status: 201, body: { outcome: 'recorded' } });
    const again = await house.post('/v1/records', await exampleFollowUp());
    expect(again).toMatchObject({ status: 200, body: { outcome: 'unchanged', events: [] } });
  });

  it('names publisher, title and date of every source', async () => {
    const { body } = await house.get('/v1/sources?limit=200');
    expect(body.items).toHaveLength(9);
    for (const source of body.items) {
      expect(source).toMatchObject({
        publisher: expect.stringMatching(/\S/),
        title: expect.stringMatching(/\S/),
        published: expect.objectContaining({ edtf: expect.stringMatching(/^\d{4}/) }),
      });
    }
  });

  it('row 4: the loan is allocated and better specified, in its own currency, and nothing of it proved paid out', async () => {
    const loan = await commitment('jp-frozen-assets-loan', '2025-12-31');
    expect(loan).toMatchObject({
      label: 'allocated',
      facets: { delivery: 'none-known' },
      fulfilment: { outcome: 'undetermined', unit: 'JPY', target: { hi: '471900000000' } },
      statements: [expect.objectContaining({ type: 'specification', id: 'frozen-assets-loan-notes' })],
    });
    expect(loan.fulfilment.recorded).toMatchObject({ lo: '0', hi: '0' });
    expect(loan.observations).toContainEqual(
      expect.objectContaining({ quantity: { qualifier: 'over', value: '3000000000', unit: 'USD' } }),
    );
    expect(await commitment('jp-frozen-assets-loan', '2025-04-17')).toMatchObject({
      fulfilment: { unit: 'USD', target: { lo: '3000000000', hi: null } },
    });
  });

  it('row 9: more sanctions pressure is met from 10 January 2025, by a package without a number', async () => {
    expect((await commitment('sanctions-pressure', '2025-01-09')).label).toBe('announced');
    expect((await commitment('sanctions-pressure', '2025-01-10')).label).toBe('fulfilled');
    expect((await commitment('sanctions-pressure', '2025-09-12')).fulfilment.delivered).toMatchObject({
      lo: '2',
    });
  });

  it('row 10: the register has both packages beside the 26, their numbers unknown', async () => {
    const { body } = await house.get('/v1/sanctions-packages?imposer=JP&validAt=2025-12-31&limit=200');
    const [register] = body.items;
    expect(register).toMatchObject({ count: 28, highestNumber: 26, gaps: [] });
    expect(register.unnumbered.map(({ adopted }: { adopted: { edtf: string } }) => adopted.edtf)).toEqual([
      '2025-01-10',
      '2025-09-12',
    ]);
  });

  it('row 13: the conference is fulfilled on time, its attendance disputed, with all three readings', async () => {
    const conference = await commitment('demining-conference-2025', '2025-12-31');
    expect(conference).toMatchObject({
      label: 'fulfilled',
      facets: { time: 'met-on-time', evidence: 'disputed' },
    });
    expect(conference.disputes[0].readings).toMatchObject([
      { interval: { lo: '75', hi: '75' } },
      { interval: { lo: '70', hi: null } },
      { quantity: { qualifier: 'about', value: '60' } },
    ]);
  });

  it('row 14: the 32, told of as to come, are proposed to be the other batch and never added to it in silence', async () => {
    const generators = await commitment('generators-2024', '2024-12-31');
    expect(generators).toMatchObject({
      label: 'partly-delivered',
      fulfilment: { outcome: 'undetermined', delivered: { lo: '1', hi: '100' } },
    });
    expect(generators.sameness).toMatchObject([
      { state: 'proposed', of: 'generators-batch-2024-11-16', with: 'generators-undp-32', decision: null },
    ]);
  });

  it('row 14: no source proves the hundred by the end of the year, so it is overdue and unproven, not broken', async () => {
    expect(await commitment('generators-2024', '2025-01-01')).toMatchObject({
      label: 'overdue-unproven',
      facets: { delivery: 'partial', time: 'overdue' },
    });
  });

  it('row 18: an easing of visas from before the meeting counts towards nothing', async () => {
    const visas = await commitment('visa-liberalisation', '2025-12-31');
    expect(visas).toMatchObject({ label: 'under-discussion', fulfilment: { outcome: 'undetermined' } });
    expect(JSON.stringify(visas.fulfilment.derivation)).toContain('2024-06-24');
  });

  it('what was known at the end of the meeting is still answered as it was', async () => {
    const known = meeting.body.position as number;
    expect((await commitment('generators-2024', '2024-12-31', known)).fulfilment.delivered).toEqual({
      lo: '1',
      hi: '100',
    });
    expect((await commitment('demining-conference-2025', '2025-12-31', known)).label).toBe('announced');
  });
});
