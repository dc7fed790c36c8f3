import { SheetLayout, type LayOut } from '#libs/reports';

// A thread of the process that makes a report, for the pages of its PDF; see judging-thread.ts.

const layout = new SheetLayout();

/** Some sheets, laid out. */
export const layOut = ([sheets, alphabet]: Parameters<LayOut>): ReturnType<SheetLayout['layOut']> =>
  layout.layOut(sheets, alphabet);
