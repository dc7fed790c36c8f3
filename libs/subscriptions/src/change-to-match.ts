import { type Change } from '#libs/domain';
import { type Matchable } from './filter.ts';

/**
 * What a filter looks at in a change: the type is that of the event which made it.
 *
 * @param change its stream, and its body as it is kept and published.
 */
export function changeToMatch({
  stream,
  body,
}: {
  readonly stream: string;
  readonly body: string;
}): Matchable {
  const { committers, beneficiaries, kind, event, from, to } = JSON.parse(body) as Change;
  return {
    stream,
    type: event.type,
    parties: [...committers, ...beneficiaries],
    kind,
    label: to?.label ?? null,
    change: { from, to },
  };
}
