/** A term can follow directly after text that ends like this; after any other text an operator has to come first. */
const opens = /(^|[-+*/(,−–×·÷])$/;
/** A number comes before what it multiplies: 1.5 glasses. */
const endsWithNumber = /(^|[^\p{L}\p{M}\p{N}_"])(\d+\.?\d*|\.\d+)$/u;
const closes = /^($|[-+*/),−–×·÷])/;

/**
 * Puts a term where the caret is, with a plus sign wherever it would otherwise run into its neighbours.
 * @returns the text, and the new position of the caret, right behind the term
 */
export function insertTerm(
  text: string,
  from: number,
  to: number,
  term: string,
): { text: string; caret: number } {
  const before = text.slice(0, from).trimEnd();
  const after = text.slice(to).trimStart();
  let left = before;
  if (before !== '' && !opens.test(before) && !endsWithNumber.test(before)) left += ' +';
  if (left !== '' && !left.endsWith('(')) left += ' ';
  const right = after === '' ? '' : closes.test(after) ? spaced(after) : ` + ${after}`;
  return { text: left + term + right, caret: left.length + term.length };
}

function spaced(after: string): string {
  return /^[),]/.test(after) ? after : ` ${after}`;
}
