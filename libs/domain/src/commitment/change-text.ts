import type { Change, MeasuredVerdict } from './change.ts';

/**
 * A change as RFC 8785 text. It is put together here, in the order which that asks for: `JSON.stringify` takes twice as long,
 * and to sort the properties first more than everything else that is done to tell of a change.
 */
export function changeText(change: Change): string {
  const { beneficiaries, commitment, committers, derivation, event, from, kind, omitted, title, to } = change;
  let steps = '';
  for (const { facts, rule, statement } of derivation) {
    const step = `{"facts":${texts(facts)},"rule":"${rule}","statement":${text(statement)}}`;
    steps = steps === '' ? step : `${steps},${step}`;
  }
  return (
    `{"beneficiaries":${texts(beneficiaries)},"commitment":${text(commitment)},"committers":${texts(committers)},` +
    `"derivation":[${steps}],"event":${cause(event)},"from":${verdict(from)},"kind":"${kind}","omitted":${omitted},` +
    `"title":${text(title)},"to":${verdict(to)},"validAt":${text(change.validAt)}}`
  );
}

const cause = ({ actor, id, position, recordedAt, stream, type }: Change['event']): string =>
  `{"actor":${text(actor)},"id":${text(id)},"position":${position},"recordedAt":${text(recordedAt)},` +
  `"stream":${text(stream)},"type":${text(type)}}`;

function verdict(measured: MeasuredVerdict | null): string {
  if (!measured) return 'null';
  const { facets, label, outcome, share } = measured;
  const { delivery, evidence, normative, time } = facets;
  const parts = share && `{"hi":${share.hi === null ? 'null' : `"${share.hi}"`},"lo":"${share.lo}"}`;
  return (
    `{"facets":{"delivery":"${delivery}","evidence":"${evidence}","normative":"${normative}","time":"${time}"},` +
    `"label":"${label}","outcome":"${outcome}","share":${parts ?? 'null'}}`
  );
}

function texts(all: readonly string[]): string {
  let list = '';
  for (const [index, each] of all.entries()) list = index === 0 ? text(each) : `${list},${text(each)}`;
  return `[${list}]`;
}

const text = (said: string): string => (PLAIN.test(said) ? `"${said}"` : JSON.stringify(said));

/** What JSON escapes nothing of (ECMA-262, QuoteJSONString). */
const PLAIN = /^[^"\\\u0000-\u001f\ud800-\udfff]*$/;
