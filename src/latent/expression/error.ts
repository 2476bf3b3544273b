import { ZscapeError } from '../../base/errors.ts';

/** A part of the text, from its first character to just past its last. At the end of the text it may be empty. */
export interface Span {
  from: number;
  to: number;
}

/** Says what is wrong with an expression, and at which characters. */
export class ExpressionError extends ZscapeError {
  readonly span: Span;

  constructor(sentence: string, span: Span) {
    super('EXPRESSION_INVALID', sentence);
    this.span = span;
  }
}
