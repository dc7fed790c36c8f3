import {
  isMoney,
  partyName,
  quantityInWords,
  readable,
  criterionInWords as ruleInWords,
  type Criterion,
  type Interval,
  type JointCriterion,
} from '#libs/domain';

/** Several names as one would say them: `Japan, Ukraine and partners`. */
export function listed(names: readonly string[]): string {
  if (names.length < 2) return names.join('');
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
}

/** The parties by name. */
export const partyNames = (codes: readonly string[]): string => listed(codes.map(partyName));

/** Who promised whom: `Japan → Ukraine`; those who promise each other are named once. */
export function whoToWhom(committers: readonly string[], beneficiaries: readonly string[]): string {
  const same =
    committers.length === beneficiaries.length && committers.every((it) => beneficiaries.includes(it));
  return same ? partyNames(committers) : `${partyNames(committers)} → ${partyNames(beneficiaries)}`;
}

/** An identifier as words: `overdue-unproven` is `overdue, unproven`. */
export const labelInWords = (label: string): string =>
  label.replace(/^(overdue)-/, '$1, ').replaceAll('-', ' ');

/** What is promised, short enough for a cell. */
export function promisedInWords(criterion: Criterion): string {
  switch (criterion.type) {
    case 'sum-reached':
    case 'count-reached':
      return quantityInWords(criterion.target);
    case 'acts-after':
      return `${criterion.atLeast} sanctions ${criterion.atLeast === 1 ? 'package' : 'packages'} after ${criterion.after}`;
    case 'event-held':
      return criterion.event;
    case 'step-taken':
      return criterion.step;
    case 'stage-reached':
      return `${criterion.agreement}: ${labelInWords(criterion.stage)}`;
    case 'sessions-held':
      return `${criterion.session}, every ${criterion.every}`;
    case 'all':
    case 'any':
    case 'at-least':
      return `${howMany(criterion)} of ${criterion.of.length}: ${criterion.of.map(promisedInWords).join('; ')}`;
    case 'standing':
      return 'to go on';
    case 'unstated':
      return 'not stated';
  }
}

/** The rule that decides, as a sentence. */
export function criterionInWords(criterion: Criterion): string {
  switch (criterion.type) {
    case 'sum-reached':
    case 'count-reached':
      return `Met when ${quantityInWords(criterion.target)} are ${labelInWords(criterion.milestone)}.`;
    case 'acts-after':
      return (
        `Met when ${partyName(criterion.imposer)} has adopted at least ${criterion.atLeast} sanctions ` +
        `${criterion.atLeast === 1 ? 'package' : 'packages'} on account of ${partyName(criterion.target)} after ${criterion.after}.`
      );
    case 'event-held':
      return `Met when this is held within ${criterion.within}: ${criterion.event}.`;
    case 'step-taken':
      return `Met when this step is taken after ${criterion.after}: ${criterion.step}.`;
    case 'stage-reached':
    case 'sessions-held':
    case 'all':
    case 'any':
    case 'at-least':
      return `Met by ${ruleInWords(criterion)}.`;
    case 'standing':
      return 'Holds until it is ended; nothing completes it.';
    case 'unstated':
      return 'Nobody said what would meet it.';
  }
}

const howMany = (criterion: JointCriterion): string =>
  criterion.type === 'at-least' ? `at least ${criterion.count}` : criterion.type;

/** An interval for a cell: `40`, `1–100`, `41 or more`. */
export function intervalInWords({ lo, hi }: Interval): string {
  if (lo === hi) return readable(lo);
  return hi === null ? `${readable(lo)} or more` : `${readable(lo)}–${readable(hi)}`;
}

/** A part of a whole as per cent, exactly: `0.3334` is `33.34`. */
export function percent(share: string): string {
  const [whole = '0', fraction = ''] = share.split('.');
  const digits = fraction.padEnd(2, '0');
  const number = `${whole}${digits.slice(0, 2)}`.replace(/^0+(?=\d)/, '');
  const rest = digits.slice(2).replace(/0+$/, '');
  return readable(rest === '' ? number : `${number}.${rest}`);
}

/** What is measured of a commitment; `null` where there is nothing to measure. */
export interface Measured {
  readonly delivered: Interval | null;
  readonly target: Interval | null;
  readonly unit: string | null;
  readonly share: Interval | null;
}

/** What has been delivered, for a cell: `1–100 (1–100 %)`; empty where nothing is measured. */
export function deliveredInWords({ delivered, unit, share }: Measured): string {
  if (delivered === null) return '';
  if (delivered.lo === '0') return delivered.hi === '0' ? 'nothing' : 'nothing proved';
  if (unit === 'events') return 'held';
  if (unit === 'steps') return 'taken';
  return `${intervalInWords(delivered)}${share === null ? '' : ` (${percentOf(share)})`}`;
}

function percentOf({ lo, hi }: Interval): string {
  if (lo === hi) return `${percent(lo)} %`;
  return hi === null ? `from ${percent(lo)} %` : `${percent(lo)}–${percent(hi)} %`;
}

/** What has been delivered of what was promised, as a sentence without its full stop. */
export function fulfilmentInWords({ delivered, target, unit, share }: Measured): string | undefined {
  if (delivered === null || target === null) return undefined;
  const counted = unit === null || isMoney(unit) ? unit : unit.replaceAll('-', ' ');
  const of = `of ${[boundsInWords(target), counted].filter((part) => part !== null).join(' ')}`;
  if (delivered.lo === delivered.hi) {
    return `${readable(delivered.lo)} ${of}${share === null ? '' : `: ${percentOf(share)}`}`;
  }
  const said = `${delivered.lo === '0' ? 'nothing proved' : boundsInWords(delivered)} ${of}`;
  if (share === null) return said;
  const possible = share.hi === null ? 'no upper limit known' : `possible ${percent(share.hi)} %`;
  return `${said}: proved ${percent(share.lo)} %, ${possible}`;
}

function boundsInWords({ lo, hi }: Interval): string {
  if (lo === hi) return readable(lo);
  return hi === null ? `at least ${readable(lo)}` : `at least ${readable(lo)}, at most ${readable(hi)}`;
}
