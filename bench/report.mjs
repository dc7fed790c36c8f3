/** What was measured, for people: one table, then what it was measured on. Ratios are ours to the peer's. */
export function report({ machine, settings, figures, notes }) {
  const own = figures.filter(({ name }) => !name.includes('@'));
  const rows = own.map((figure, index) => {
    const isFirst = own[index - 1]?.name !== figure.name;
    const theirs = figures.find(({ name }) => name === `${figure.name}@${figure.peer}`);
    return [
      isFirst ? figure.name : '',
      isFirst ? figure.unit : '',
      ...(isFirst ? [figure.min, figure.median, figure.max].map(inWords) : ['', '', '']),
      figure.peer ?? '',
      theirs ? inWords(theirs.median) : '',
      figure.ratio === null ? '' : `${inWords(figure.ratio)}×`,
    ];
  });
  const header = ['figure', 'unit', 'min', 'median', 'max', 'against', 'median', 'ratio'];
  return [
    ...table([header, ...rows]),
    '',
    ...notes.map((note) => `* ${note}`),
    `Machine: ${machine.cpu}, ${machine.cores} cores, ${machine.memoryGiB} GiB, ${machine.os}, ${machine.fileSystem}; load before: ${machine.loadBefore.join(' ')}`,
    `Versions: ${pairs(settings.versions)}`,
    `PostgreSQL: ${pairs(settings.postgres)}`,
    `Run: ${settings.mode}, ${settings.parts.join(' ')}, ${settings.seconds} s. How each figure is taken: bench/README.md.`,
    '',
  ].join('\n');
}

const pairs = (record) =>
  Object.entries(record)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');

function inWords(number) {
  if (number === null) return '-';
  return number.toLocaleString('en', { maximumSignificantDigits: 4 });
}

/** Columns as wide as their widest cell, numbers to the right. */
function table(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const isNumeric = (column) => [2, 3, 4, 6, 7].includes(column);
  return rows.map((row) =>
    row
      .map((cell, column) =>
        isNumeric(column) ? cell.padStart(widths[column]) : cell.padEnd(widths[column]),
      )
      .join('  ')
      .trimEnd(),
  );
}
