import type { Label } from '#libs/domain';
import type { Paint } from '../terminal.ts';
import type { Colour } from './table.ts';

const colours: Readonly<Record<Label, Exclude<keyof Paint, 'isColorSupported'>>> = {
  'under-discussion': 'dim',
  announced: 'cyan',
  standing: 'cyan',
  allocated: 'cyan',
  'in-delivery': 'yellow',
  'partly-delivered': 'yellow',
  fulfilled: 'green',
  'fulfilled-late': 'green',
  'overdue-unproven': 'red',
  'overdue-evidenced': 'red',
  disputed: 'magenta',
  withdrawn: 'dim',
  released: 'dim',
  superseded: 'dim',
  expired: 'dim',
};

/** The colour of a label: green is fulfilled, red is overdue, yellow is on its way. Unknown labels have none. */
export const labelColour = (label: string, paint: Paint): Colour =>
  Object.hasOwn(colours, label) ? paint[colours[label as Label]] : (text) => text;
