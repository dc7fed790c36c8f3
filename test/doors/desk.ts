import { setTimeout as pause } from 'node:timers/promises';
import { type Dice } from './dice.ts';

const COMMITTERS = ['JP', 'PL', 'SE', 'DE'];
const RETRY_MS = 150;

/** A desk officer who records whatever happens to the door, and sends it again until it is taken. */
export class Desk {
  /** How often something had to be sent again. */
  again = 0;
  #next = 0;

  /** @param urls the processes to send to. */
  constructor(
    private readonly urls: readonly string[],
    private readonly key: string,
    private readonly dice: Dice,
    private readonly commitments: number,
  ) {}

  /** Makes the commitments of which all the rest is told: of four committers, goods and money, some due in the past. */
  async begin(): Promise<void> {
    await this.send('/v1/sources', {
      ...{ id: 'press-release', publisher: 'A Ministry', publisherParty: 'UA', title: 'On many meetings' },
      ...{ published: '2024-11-16', language: 'en' },
    });
    for (let index = 0; index < this.commitments; index += 1) {
      const isMoney = index % 3 === 2;
      await this.send('/v1/commitments', {
        ...{ id: `promise-${index}`, title: `Promise ${index}`, strength: 'declared' },
        ...{
          committers: [COMMITTERS[index % COMMITTERS.length]],
          beneficiaries: [index % 5 === 0 ? 'MD' : 'UA'],
        },
        kind: isMoney ? 'financial' : 'goods',
        criterion: isMoney
          ? { type: 'sum-reached', target: '100 USD', milestone: 'credited' }
          : { type: 'count-reached', target: '100 generators', milestone: 'handed-over' },
        ...{ announced: '2024-11-16', due: index % 4 === 0 ? '2024' : '2090', source: 'press-release' },
      });
    }
  }

  /** Something more happens to some commitment. */
  async recordOne(): Promise<void> {
    const number = (this.#next += 1);
    const index = this.dice.below(this.commitments);
    const path = `/v1/commitments/promise-${index}`;
    const source = 'press-release';
    const on = '2024-12-01';
    if (this.dice.roll() < 0.2) {
      await this.send(`${path}/reaffirmations`, { id: `word-${number}`, reaffirmed: on, source });
    } else if (index % 3 === 2) {
      await this.send(`${path}/disbursements`, {
        ...{ id: `tranche-${number}`, amount: '1 USD', milestone: 'credited', disbursed: on, source },
      });
    } else {
      await this.send(`${path}/deliveries`, {
        ...{
          id: `batch-${number}`,
          quantity: '1 generator',
          milestone: 'handed-over',
          delivered: on,
          source,
        },
      });
    }
  }

  /** Under one key for all attempts, so that it is recorded once. */
  private async send(path: string, body: object): Promise<void> {
    const headers = {
      ...{ authorization: `Bearer ${this.key}`, 'content-type': 'application/json' },
      'idempotency-key': crypto.randomUUID(),
    };
    for (let turn = this.dice.below(this.urls.length); ; turn += 1) {
      const url = this.urls[turn % this.urls.length] ?? '';
      const response = await fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) }).catch(
        () => undefined,
      );
      if (response?.ok) return;
      if (response && response.status < 500 && response.status !== 429) {
        throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
      }
      this.again += 1;
      await pause(RETRY_MS);
    }
  }
}
