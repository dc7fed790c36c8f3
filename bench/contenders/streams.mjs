import { APPENDS_PER_STREAM, eventData, newStream } from '../payload.mjs';

/**
 * The streams of some clients, each client with one of its own at a time.
 *
 * @param {number} clients
 * @param {number} perAppend events in each append
 */
export function clientStreams(clients, perAppend) {
  const current = Array.from({ length: clients }, () => ({ stream: newStream(), version: 0 }));
  return {
    /** What a client appends next: to which stream, at which version (0: it does not exist), and which data. */
    next: (client) => {
      if (current[client].version >= APPENDS_PER_STREAM * perAppend) {
        current[client] = { stream: newStream(), version: 0 };
      }
      const { stream, version } = current[client];
      const data = Array.from({ length: perAppend }, (_, index) => eventData(stream, version + index + 1));
      return { stream, version, data };
    },
    /** To be told when the append was accepted. */
    appended: (client) => {
      current[client].version += perAppend;
    },
  };
}
