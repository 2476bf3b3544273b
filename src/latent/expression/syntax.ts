/**
 * The language of the expression bar:
 *
 *   sum      = product (("+" | "-") product)*
 *   product  = factor (("*" | "/") factor | factor)*     a number stands before what it multiplies: 1.5 glasses
 *   factor   = "-" factor | primary
 *   primary  = number | name | function "(" sum ("," sum)* ")" | "(" sum ")"
 *   name     = letter (letter | digit | "_")* | '"' anything, \" and \\ '"'
 */
import type { Span } from './error.ts';

export type BinaryOperator = '+' | '-' | '*' | '/';

export type Expression = Span &
  (
    | { kind: 'number'; value: number }
    | { kind: 'name'; name: string }
    | { kind: 'negate'; operand: Expression }
    | { kind: 'binary'; operator: BinaryOperator; left: Expression; right: Expression }
    | { kind: 'call'; name: FunctionName; arguments: Expression[] }
  );

/** Functions: the least and the most arguments they take, and the usage that the user sees. */
export const functions = {
  mix: { least: 3, most: 3, usage: 'mix(A, B, 0.3)' },
  slerp: { least: 3, most: 3, usage: 'slerp(A, B, 0.3)' },
  mean: { least: 1, most: 64, usage: 'mean(A, B, C)' },
  norm: { least: 1, most: 1, usage: 'norm(A)' },
} as const;

export type FunctionName = keyof typeof functions;

export function isFunctionName(name: string): name is FunctionName {
  return Object.hasOwn(functions, name);
}

/** A name that needs no quotes. */
export const plainName = /^[\p{L}_][\p{L}\p{M}\p{N}_]*$/u;
