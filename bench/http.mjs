import { Agent, request } from 'node:http';

/**
 * Asks over HTTP on connections that stay open.
 *
 * @param {string} url of the door
 * @param {string} adminKey
 * @param {number} connections at most
 */
export function openHttp(url, adminKey, connections) {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const { hostname, port } = new URL(url);
  const authorization = `Bearer ${adminKey}`;
  const ask = (method, path, body) =>
    new Promise((resolve, reject) => {
      const text = body === undefined ? undefined : JSON.stringify(body);
      const headers = {
        authorization,
        ...(text !== undefined && {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(text),
        }),
      };
      const sent = request({ agent, hostname, port, method, path, headers }, (response) => {
        const chunks = [];
        response.on('data', (chunk) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          resolve({ status: response.statusCode, text: Buffer.concat(chunks).toString() });
        });
      });
      sent.on('error', reject);
      sent.end(text);
    });
  const demand = async (status, method, path, body) => {
    const answer = await ask(method, path, body);
    if (answer.status !== status)
      throw new Error(`${method} ${path} answered ${answer.status}: ${answer.text}`);
    return JSON.parse(answer.text);
  };
  return {
    post: (path, body) => demand(201, 'POST', path, body),
    get: (path) => demand(200, 'GET', path),
    close: () => agent.destroy(),
  };
}

/** The source that the evidence of everything filled in or sent by the bench names. */
export const SOURCE = {
  id: 'press-release',
  publisher: 'Ministry of Foreign Affairs of Ukraine',
  publisherParty: 'UA',
  title: 'On a meeting',
  published: '2024-11-16',
  language: 'en',
};

/** A delivery that nobody has recorded, towards a commitment of `fillLedger`. */
export const delivery = (id) => ({
  id,
  quantity: '4 generators',
  milestone: 'handed-over',
  delivered: '2024-12-01',
  evidence: [{ source: SOURCE.id }],
});
