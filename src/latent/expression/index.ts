/** Arithmetic with faces: text to expression to latent, and back to text. */
export { ExpressionError, type Span } from './error.ts';
export { evaluate, namesIn, type Scope } from './evaluator.ts';
export { isWithinBounds, longestExpression, mostParts, parseExpression } from './parser.ts';
export { printExpression, printName } from './printer.ts';
export type { Expression } from './syntax.ts';
