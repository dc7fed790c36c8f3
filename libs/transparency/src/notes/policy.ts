import { Unreadable } from '../unreadable.ts';
import { parseVerifierKey, type VerifierKey } from './keys.ts';

/** A log or a witness, with its address where the policy has one. */
export interface TrustedParty {
  readonly key: VerifierKey;
  readonly url?: string;
}

/** A witness, by the name it has in its policy. */
export interface Witness extends TrustedParty {
  readonly name: string;
}

/** Who must have cosigned: a witness, or so many of some. */
export type Quorum =
  { readonly witness: string } | { readonly atLeast: number; readonly of: readonly Quorum[] };

/** Which checkpoints are to be believed (C2SP tlog-policy). */
export interface Policy {
  readonly logs: readonly TrustedParty[];
  readonly witnesses: readonly Witness[];
  /** None are needed: at least 0 of none. */
  readonly quorum: Quorum;
}

const NO_QUORUM: Quorum = { atLeast: 0, of: [] };

/** Where a policy is needed and none was given: believe any log, and ask for no witness. */
export const OPEN_POLICY: Policy = { logs: [], witnesses: [], quorum: NO_QUORUM };

/** Whether witnesses, by their names in the policy, are enough. */
export function isQuorum(quorum: Quorum, cosigners: ReadonlySet<string>): boolean {
  if ('witness' in quorum) return cosigners.has(quorum.witness);
  return quorum.of.filter((member) => isQuorum(member, cosigners)).length >= quorum.atLeast;
}

/**
 * Reads a policy.
 *
 * @throws Unreadable, which names the line.
 */
export function parsePolicy(text: string): Policy {
  const reading = new PolicyReading();
  for (const [index, line] of text.split('\n').entries()) {
    const words = line.split(/[ \t]+/).filter((word) => word !== '');
    if (words.length === 0 || words[0]?.startsWith('#')) continue;
    try {
      if (/[\u0000-\u0008\u000a-\u001f\u007f]/.test(line)) throw new Fault('it has a control character');
      reading.take(words);
    } catch (error) {
      if (!(error instanceof Fault || error instanceof Unreadable)) throw error;
      const fault = error instanceof Unreadable ? error.fault : error.message;
      throw new Unreadable('policy', `line ${index + 1}: ${fault}`);
    }
  }
  return reading.policy();
}

class Fault extends Error {}

/** A policy as far as it is read. */
class PolicyReading {
  readonly #logs: TrustedParty[] = [];
  readonly #witnesses: Witness[] = [];
  readonly #named = new Map<string, Quorum>();
  readonly #grouped = new Set<string>();
  readonly #keys = new Set<string>();
  #quorum: Quorum | undefined;

  take([keyword, ...words]: readonly string[]): void {
    switch (keyword) {
      case 'log':
        this.#log(words);
        return;
      case 'witness':
        this.#witness(words);
        return;
      case 'group':
        this.#group(words);
        return;
      case 'quorum':
        this.#setQuorum(words);
        return;
      default:
        throw new Fault(`"${keyword ?? ''}" is none of log, witness, group, quorum`);
    }
  }

  policy(): Policy {
    if (!this.#quorum) throw new Unreadable('policy', 'it has no quorum line');
    return { logs: this.#logs, witnesses: this.#witnesses, quorum: this.#quorum };
  }

  #log([vkey, url, ...more]: readonly string[]): void {
    if (vkey === undefined || more.length > 0) throw new Fault('a log is "log <vkey> [<url>]"');
    const key = this.#newKey('log', vkey);
    if (key.type !== 'note') throw new Fault('the key of a log signs notes, type 1');
    this.#logs.push(url === undefined ? { key } : { key, url });
  }

  #witness([name, vkey, url, ...more]: readonly string[]): void {
    if (name === undefined || vkey === undefined || more.length > 0) {
      throw new Fault('a witness is "witness <name> <vkey> [<url>]"');
    }
    const key = this.#newKey('witness', vkey);
    if (key.type !== 'cosignature') throw new Fault('the key of a witness cosigns, type 4');
    this.#define(name, { witness: name });
    this.#witnesses.push(url === undefined ? { name, key } : { name, key, url });
  }

  #group([name, needed, ...members]: readonly string[]): void {
    if (name === undefined || needed === undefined || members.length === 0) {
      throw new Fault('a group is "group <name> all|any|<k> <member>…"');
    }
    const of = members.map((member) => {
      if (this.#grouped.has(member)) throw new Fault(`${member} is in a group already`);
      this.#grouped.add(member);
      return this.#defined(member);
    });
    const atLeast = { all: of.length, any: 1 }[needed] ?? (/^[1-9]\d*$/.test(needed) ? Number(needed) : 0);
    if (!(atLeast >= 1 && atLeast <= of.length))
      throw new Fault(`${needed} is not all, any or a number up to ${of.length}`);
    this.#define(name, { atLeast, of });
  }

  #setQuorum([name, ...more]: readonly string[]): void {
    if (name === undefined || more.length > 0)
      throw new Fault('a quorum is "quorum <name>", or "quorum none"');
    if (this.#quorum) throw new Fault('there is a quorum already');
    this.#quorum = name === 'none' ? NO_QUORUM : this.#defined(name);
  }

  /** The same public key twice, under whatever name, would count twice. */
  #newKey(kind: string, vkey: string): VerifierKey {
    const key = parseVerifierKey(vkey);
    const material = `${kind} ${key.publicKey.toString('hex')}`;
    if (this.#keys.has(material)) throw new Fault('its public key is that of an earlier line');
    this.#keys.add(material);
    return key;
  }

  #define(name: string, quorum: Quorum): void {
    if (name === 'none' || this.#named.has(name)) throw new Fault(`the name ${name} is taken`);
    this.#named.set(name, quorum);
  }

  #defined(name: string): Quorum {
    const quorum = this.#named.get(name);
    if (!quorum) throw new Fault(`${name} is not defined above`);
    return quorum;
  }
}
