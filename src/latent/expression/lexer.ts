import { ExpressionError, type Span } from './error.ts';

export type Operator = '+' | '-' | '*' | '/' | '(' | ')' | ',';

export type Token = Span &
  (
    | { kind: 'number'; value: number }
    | { kind: 'name'; name: string; quoted: boolean }
    | { kind: 'symbol'; symbol: Operator }
    | { kind: 'end' }
  );

/**
 * One token, or the space between two. Minus, times and divide are also read in the forms that phones and word processors
 * produce.
 */
const pattern = new RegExp(
  [
    String.raw`(?<space>\s+)`,
    String.raw`(?<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)`,
    String.raw`(?<name>[\p{L}_][\p{L}\p{M}\p{N}_]*)`,
    String.raw`"(?<quoted>(?:[^"\\]|\\["\\])*)"`,
    `(?<symbol>[-+*/(),−–×·÷])`,
  ].join('|'),
  'uy',
);

const plainSymbols: Record<string, Operator> = { '−': '-', '–': '-', '×': '*', '·': '*', '÷': '/' };

/**
 * Cuts a text into tokens; the last one marks the end. @throws ExpressionError at the first character that starts no
 * token
 */
export function tokenise(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (!found?.groups) throw unreadable(text, at);
    const span = { from: at, to: at + found[0].length };
    const { number, name, quoted, symbol } = found.groups;
    if (number !== undefined) tokens.push({ kind: 'number', value: readNumber(number, span), ...span });
    else if (name !== undefined) tokens.push({ kind: 'name', name, quoted: false, ...span });
    else if (quoted !== undefined)
      tokens.push({ kind: 'name', name: unquote(quoted, span), quoted: true, ...span });
    else if (symbol !== undefined) {
      tokens.push({ kind: 'symbol', symbol: plainSymbols[symbol] ?? (symbol as Operator), ...span });
    }
    at = span.to;
  }
  tokens.push({ kind: 'end', from: at, to: at });
  return tokens;
}

function readNumber(digits: string, span: Span): number {
  const value = Number(digits);
  if (Number.isFinite(value)) return value;
  throw new ExpressionError('This number is too large.', span);
}

function unreadable(text: string, at: number): ExpressionError {
  const character = String.fromCodePoint(text.codePointAt(at)!);
  return character === '"'
    ? new ExpressionError('This quoted name has no closing quote.', { from: at, to: text.length })
    : new ExpressionError(`"${character}" means nothing here.`, { from: at, to: at + character.length });
}

/** Returns a name in quotes, with quotes and backslashes escaped. */
export function quote(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

function unquote(text: string, span: Span): string {
  if (text === '') throw new ExpressionError('There is no name between these quotes.', span);
  return text.replace(/\\(["\\])/g, '$1');
}
