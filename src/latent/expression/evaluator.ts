import { interpolate, slerp } from '../vector/interpolate.ts';
import { combine, norm, scale, withNorm } from '../vector/vector.ts';
import { ExpressionError, type Span } from './error.ts';
import { type Expression, functions } from './syntax.ts';

/** The meaning of names in one model's latent space. */
export interface Scope {
  /** Dimensions of z. */
  size: number;
  /** The magnitude at which the model was trained: sqrt(size) for N(0, I), sqrt(size / 3) for the uniform prior. */
  radius: number;
  /**
   * Returns a pin's latent, or an attribute's direction times one standard deviation, so `A + 1.5 glasses` moves A by one
   * and a half; undefined for an unknown name.
   */
  resolve(name: string): Float32Array | undefined;
}

type Value = number | Float32Array;

export interface EvaluateOptions {
  /** Scale the result to the magnitude at which the model was trained ("stay on the sphere"). */
  guard: boolean;
}

/**
 * Evaluates an expression to a latent: float32 [scope.size].
 * @throws ExpressionError at the faulty part: an unknown name, a face times a face, a face plus a number, a division by
 * zero, or a result that is a number, not finite, or (guarded) zero.
 */
export function evaluate(expression: Expression, scope: Scope, options: EvaluateOptions): Float32Array {
  const value = compute(expression, scope);
  if (typeof value === 'number') {
    throw new ExpressionError('The result is a number, but a picture needs a face. Add a pin.', expression);
  }
  if (!value.every(Number.isFinite))
    throw new ExpressionError('The result is too large to draw.', expression);
  if (!options.guard) return value;
  return brought(value, scope, expression);
}

/** Returns every name in the expression, in order, at each of its places. */
export function namesIn(expression: Expression): (Span & { name: string })[] {
  switch (expression.kind) {
    case 'number':
      return [];
    case 'name':
      return [expression];
    case 'negate':
      return namesIn(expression.operand);
    case 'binary':
      return [...namesIn(expression.left), ...namesIn(expression.right)];
    case 'call':
      return expression.arguments.flatMap(namesIn);
  }
}

function compute(expression: Expression, scope: Scope): Value {
  switch (expression.kind) {
    case 'number':
      return expression.value;
    case 'name': {
      const latent = scope.resolve(expression.name);
      if (!latent)
        throw new ExpressionError(`There is no pin or attribute named "${expression.name}".`, expression);
      if (latent.length !== scope.size) {
        throw new ExpressionError(
          `"${expression.name}" has ${latent.length} dimensions, but this model has ${scope.size}.`,
          expression,
        );
      }
      return latent;
    }
    case 'negate': {
      const operand = compute(expression.operand, scope);
      return typeof operand === 'number' ? -operand : scale(operand, -1);
    }
    case 'binary':
      return computeBinary(expression, scope);
    case 'call':
      return computeCall(expression, scope);
  }
}

function computeBinary(expression: Expression & { kind: 'binary' }, scope: Scope): Value {
  const { operator } = expression;
  const left = compute(expression.left, scope);
  const right = compute(expression.right, scope);
  if (operator === '+' || operator === '-') {
    const sign = operator === '+' ? 1 : -1;
    if (typeof left === 'number' && typeof right === 'number') return left + sign * right;
    if (typeof left !== 'number' && typeof right !== 'number') return combine(1, left, sign, right);
    const guilty = typeof left === 'number' ? expression.left : expression.right;
    throw new ExpressionError(
      'A number cannot be added to a face. Multiply a pin or an attribute by it instead.',
      guilty,
    );
  }
  if (typeof right === 'number') {
    if (operator === '/' && right === 0) throw new ExpressionError('This divides by zero.', expression.right);
    const factor = operator === '*' ? right : 1 / right;
    return typeof left === 'number' ? left * factor : scale(left, factor);
  }
  if (operator === '/') throw new ExpressionError('You cannot divide by a face.', expression.right);
  if (typeof left === 'number') return scale(right, left);
  throw new ExpressionError('You cannot multiply two faces. Try mean or mix.', expression);
}

function computeCall(expression: Expression & { kind: 'call' }, scope: Scope): Value {
  const faceAt = (index: number): Float32Array => {
    const part = expression.arguments[index]!;
    const value = compute(part, scope);
    if (typeof value !== 'number') return value;
    throw new ExpressionError(`A face belongs here: ${functions[expression.name].usage}.`, part);
  };
  const numberAt = (index: number): number => {
    const part = expression.arguments[index]!;
    const value = compute(part, scope);
    if (typeof value === 'number') return value;
    throw new ExpressionError(`A number belongs here: ${functions[expression.name].usage}.`, part);
  };
  switch (expression.name) {
    case 'mix':
      return interpolate('lerp', faceAt(0), faceAt(1), numberAt(2), { normalised: false });
    case 'slerp':
      return slerp(faceAt(0), faceAt(1), numberAt(2));
    case 'mean': {
      const faces = expression.arguments.map((_, i) => faceAt(i));
      return scale(
        faces.reduce((sum, face) => combine(1, sum, 1, face)),
        1 / faces.length,
      );
    }
    case 'norm':
      return brought(faceAt(0), scope, expression);
  }
}

/**
 * Faces that cancel out leave a rounding error below this share of the trained magnitude, which does not count as a face.
 */
const NOTHING = 1e-6;

function brought(value: Float32Array, scope: Scope, span: Span): Float32Array {
  if (norm(value) <= NOTHING * scope.radius) {
    throw new ExpressionError('The parts cancel out to zero, which is not a face.', span);
  }
  return withNorm(value, scope.radius);
}
