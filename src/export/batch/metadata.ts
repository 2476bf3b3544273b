/** The table of a batch: a line for each picture, in the form of RFC 4180 (commas, and quotes if needed). */

export type Cell = string | number | null;

/** Writes a table as CSV. @param columns names of the columns, in order; every row has as many cells, empty for null */
export function writeCsv(columns: readonly string[], rows: Iterable<readonly Cell[]>): string {
  let text = lineOf(columns);
  for (const row of rows) {
    if (row.length !== columns.length)
      throw new RangeError(`A row has ${row.length} cells, and there are ${columns.length} columns.`);
    text += lineOf(row);
  }
  return text;
}

const lineOf = (cells: readonly Cell[]) => `${cells.map(cellText).join(',')}\r\n`;

function cellText(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  // A spreadsheet would take text that begins like this for a formula.
  const plain = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}

/** Makes names unique by adding a number to repeated ones. */
export function distinctNames(names: readonly string[]): string[] {
  const seen = new Set<string>();
  return names.map((name) => {
    let distinct = name;
    for (let n = 2; seen.has(distinct); n++) distinct = `${name} ${n}`;
    seen.add(distinct);
    return distinct;
  });
}
