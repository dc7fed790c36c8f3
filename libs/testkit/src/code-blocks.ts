/** What stands in the blocks of code of a Markdown page: all, or those of one language as the page names it. */
export const codeBlocks = (page: string, language?: string): readonly string[] =>
  [...page.matchAll(/^```(\w*)\n(.*?)^```$/gms)]
    .filter(([, named]) => language === undefined || named === language)
    .map(([, , code = '']) => code);
