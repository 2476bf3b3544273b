import { ExpressionError } from './error.ts';
import { type Operator, type Token, tokenise } from './lexer.ts';
import { type BinaryOperator, type Expression, functions, isFunctionName } from './syntax.ts';

/** Nobody types brackets this deep: a limit keeps hostile text from exhausting this parser's stack. */
const deepest = 200;
/** The longest accepted text, in characters. */
export const longestExpression = 10_000;
/**
 * The most pins, attributes, numbers and operators in an expression. The tree of `A + A + ...` is as deep as it has
 * terms, and all code walks the tree by recursion, so this bounds every stack and the time of an evaluation.
 */
export const mostParts = 1000;

/**
 * Parses an expression by recursive descent over the grammar in `syntax.ts`. The tree is at most `mostParts` deep.
 * @throws ExpressionError, with its position, for anything that is not an expression
 */
export function parseExpression(text: string): Expression {
  if (text.length > longestExpression) {
    throw new ExpressionError(`The expression is longer than ${longestExpression} characters.`, {
      from: longestExpression,
      to: text.length,
    });
  }
  return new Parser(boundedTokens(text)).whole();
}

/** Tells whether a text is within the parser's limits on length and parts. It need not be an expression. */
export function isWithinBounds(text: string): boolean {
  if (text.length > longestExpression) return false;
  try {
    boundedTokens(text);
    return true;
  } catch (error) {
    return !(error instanceof TooManyParts);
  }
}

class TooManyParts extends ExpressionError {}

/** Brackets and commas are not parts of the tree and are not counted. */
function boundedTokens(text: string): Token[] {
  const tokens = tokenise(text);
  const parts = tokens.filter(
    (token) => token.kind !== 'end' && !(token.kind === 'symbol' && '(),'.includes(token.symbol)),
  );
  const over = parts[mostParts];
  if (!over) return tokens;
  throw new TooManyParts(`The expression has more than ${mostParts} parts.`, {
    from: over.from,
    to: text.length,
  });
}

class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  whole(): Expression {
    const first = this.#peek();
    if (first.kind === 'end') throw new ExpressionError('Type an expression, such as A - B + C.', first);
    const expression = this.#sum();
    const rest = this.#peek();
    if (rest.kind === 'end') return expression;
    if (rest.kind === 'symbol' && rest.symbol === ')') {
      throw new ExpressionError('This bracket has no opening bracket.', rest);
    }
    if (rest.kind === 'symbol' && rest.symbol === ',') {
      throw new ExpressionError('A comma is allowed only between the arguments of a function.', rest);
    }
    throw new ExpressionError('An operator is missing before this: + - * or /.', rest);
  }

  #peek(): Token {
    return this.#tokens[this.#at]!;
  }

  /** Consumes the next token if it is this symbol. */
  #take(symbol: Operator): Token | null {
    const token = this.#peek();
    if (token.kind !== 'symbol' || token.symbol !== symbol) return null;
    this.#at += 1;
    return token;
  }

  #sum(): Expression {
    let left = this.#product();
    for (;;) {
      const operator: BinaryOperator | null = this.#take('+') ? '+' : this.#take('-') ? '-' : null;
      if (!operator) return left;
      left = binary(operator, left, this.#product());
    }
  }

  #product(): Expression {
    let left = this.#factor();
    for (;;) {
      const operator: BinaryOperator | null = this.#take('*') ? '*' : this.#take('/') ? '/' : null;
      if (operator) left = binary(operator, left, this.#factor());
      else if (this.#afterNumber() && this.#beginsNamed()) left = binary('*', left, this.#primary());
      else return left;
    }
  }

  #afterNumber(): boolean {
    return this.#tokens[this.#at - 1]?.kind === 'number';
  }

  #beginsNamed(): boolean {
    const token = this.#peek();
    return token.kind === 'name' || (token.kind === 'symbol' && token.symbol === '(');
  }

  #factor(): Expression {
    const minus = this.#take('-');
    if (!minus) return this.#primary();
    this.#enter(minus);
    const operand = this.#factor();
    this.#depth -= 1;
    return { kind: 'negate', operand, from: minus.from, to: operand.to };
  }

  #primary(): Expression {
    const token = this.#peek();
    if (token.kind === 'number') {
      this.#at += 1;
      return { kind: 'number', value: token.value, from: token.from, to: token.to };
    }
    if (token.kind === 'name') {
      this.#at += 1;
      const bracket = token.quoted ? null : this.#take('(');
      return bracket
        ? this.#call(token, bracket)
        : { kind: 'name', name: token.name, from: token.from, to: token.to };
    }
    const open = this.#take('(');
    if (open) {
      this.#enter(open);
      const inside = this.#sum();
      this.#depth -= 1;
      const close = this.#close(open);
      return { ...inside, from: open.from, to: close.to };
    }
    if (token.kind === 'end') throw new ExpressionError('The expression ends too early.', token);
    throw new ExpressionError('A pin, an attribute or a number is missing here.', token);
  }

  #call(token: Token & { kind: 'name' }, open: Token): Expression {
    const { name } = token;
    if (!isFunctionName(name)) {
      const known = Object.keys(functions).join(', ');
      throw new ExpressionError(`There is no function ${name}. Use one of ${known}.`, token);
    }
    this.#enter(open);
    const list: Expression[] = [];
    const first = this.#peek();
    if (first.kind !== 'symbol' || first.symbol !== ')') {
      do list.push(this.#sum());
      while (this.#take(','));
    }
    this.#depth -= 1;
    const close = this.#close(open);
    const { least, most, usage } = functions[name];
    if (list.length < least || list.length > most) {
      throw new ExpressionError(
        `${name} does not take ${list.length} ${list.length === 1 ? 'argument' : 'arguments'}: ${usage}.`,
        { from: token.from, to: close.to },
      );
    }
    return { kind: 'call', name, arguments: list, from: token.from, to: close.to };
  }

  #close(open: Token): Token {
    const close = this.#take(')');
    if (close) return close;
    const rest = this.#peek();
    if (rest.kind === 'end') throw new ExpressionError('This bracket is not closed.', open);
    throw new ExpressionError('A closing bracket or an operator is missing before this.', rest);
  }

  #enter(token: Token): void {
    this.#depth += 1;
    if (this.#depth > deepest) throw new ExpressionError('The expression is nested too deeply.', token);
  }
}

function binary(operator: BinaryOperator, left: Expression, right: Expression): Expression {
  return { kind: 'binary', operator, left, right, from: left.from, to: right.to };
}
