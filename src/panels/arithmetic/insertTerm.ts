/** After these another term can follow at once; after anything else an operator has to come first. */
const opens = /(^|[-+*/(,−–×·÷])$/;
/** A number stands before what it multiplies: 1.5 glasses. */
const endsWithNumber = /(^|[^\p{L}\p{M}\p{N}_"])(\d+\.?\d*|\.\d+)$/u;
const closes = /^($|[-+*/),−–×·÷])/;

/**
 * Puts a term where the caret is, with a plus wherever the neighbours would otherwise run into it.
 * @returns the text, and where the caret is to stand: just past the term.
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
