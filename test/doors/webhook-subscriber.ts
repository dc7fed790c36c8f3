import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { type Heard, type Subscriber } from './subscriber.ts';

/** What a receiver does with what is sent to it. */
export type Mood = 'takes' | 'fails' | 'breaks-off' | 'takes-and-breaks-off';

/** One whose address is called, and who does not always answer as one should. */
export class WebhookSubscriber implements Subscriber {
  readonly heard: Heard[] = [];
  readonly name: string;
  /** How often each thing was done. */
  readonly moods: Record<Mood, number> = { takes: 0, fails: 0, 'breaks-off': 0, 'takes-and-breaks-off': 0 };

  private constructor(
    readonly of: Subscriber['of'],
    readonly filter: string,
    private readonly server: Server,
    private readonly mood: () => Mood,
  ) {
    this.name = `webhook of ${of} ${filter}`;
  }

  /** @param mood what to do with the next thing that is sent */
  static async open(of: Subscriber['of'], filter: string, mood: () => Mood): Promise<WebhookSubscriber> {
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        subscriber.#take(Buffer.concat(chunks).toString(), response);
      });
    });
    const subscriber = new WebhookSubscriber(of, filter, server, mood);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return subscriber;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/hooks`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  #take(text: string, response: ServerResponse): void {
    const body = JSON.parse(text) as { id: string; subject: string; position: number; challenge?: string };
    if (body.challenge !== undefined) {
      response.end(body.challenge);
      return;
    }
    const mood = this.mood();
    this.moods[mood] += 1;
    if (mood === 'takes' || mood === 'takes-and-breaks-off') {
      this.heard.push({ id: body.id, stream: body.subject, position: body.position });
    }
    if (mood === 'takes') response.writeHead(204).end();
    else if (mood === 'fails') response.writeHead(500).end();
    else response.destroy();
  }
}
