import { quote } from './lexer.ts';
import { type Expression, plainName } from './syntax.ts';

/** How tightly each form binds. A part that binds less tightly than its position requires is put in brackets. */
const binding = { sum: 1, product: 2, factor: 3, primary: 4 } as const;

/** Prints the shortest text in plain form that parses back to this expression. */
export function printExpression(expression: Expression): string {
  return print(expression, binding.sum);
}

function print(expression: Expression, asked: number): string {
  switch (expression.kind) {
    case 'number':
      return String(expression.value);
    case 'name':
      return printName(expression.name);
    case 'call':
      return `${expression.name}(${expression.arguments.map((part) => print(part, binding.sum)).join(', ')})`;
    case 'negate':
      return bracketed(`-${print(expression.operand, binding.factor)}`, binding.factor, asked);
    case 'binary': {
      const own = expression.operator === '+' || expression.operator === '-' ? binding.sum : binding.product;
      // Operators associate to the left, so a right operand of the same kind needs brackets.
      const left = print(expression.left, own);
      const right = print(expression.right, own + 1);
      return bracketed(`${left} ${expression.operator} ${right}`, own, asked);
    }
  }
}

/** Returns a pin's or an attribute's name as it is written in an expression. */
export function printName(name: string): string {
  return plainName.test(name) ? name : quote(name);
}

function bracketed(text: string, own: number, asked: number): string {
  return own < asked ? `(${text})` : text;
}
