/** For an option that takes a list with commas: given again, it adds to the list. */
export const addedTo = (list: string, before: string | undefined): string =>
  before === undefined ? list : `${before},${list}`;
