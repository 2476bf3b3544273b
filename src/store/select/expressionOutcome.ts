/** The result of an expression over pins and attributes. Only code that deals with expressions loads this file. */
import {
  ExpressionError,
  evaluate,
  parseExpression,
  type Scope,
  type Span,
} from '../../latent/expression/index.ts';
import { joinPoint, tailOfPoint, zOfPoint } from '../../latent/point/classTail.ts';
import { norm, scale } from '../../latent/vector/vector.ts';
import type { State } from '../state/state.ts';
import { attributesOf } from './attributes.ts';
import { pinsOfModel } from './faces.ts';
import { letterIndex } from './pinLetters.ts';
import { inClass, spaceOf, usualSpread } from './space.ts';

/** The result of an expression: a latent, with its magnitude before any guard; or what is wrong and where. */
export type Outcome =
  | { kind: 'empty' }
  | { kind: 'face'; z: Float32Array; magnitude: number; radius: number }
  | { kind: 'error'; message: string; span: Span };

/** Classes cannot be added up like faces: the result has the class of the first face in the expression. */
interface PointScope extends Scope {
  /** Call it after the names were resolved. */
  pointOf(z: Float32Array): Float32Array;
}

type Known = Pick<State, 'model' | 'pins' | 'attributes' | 'taught'>;

/** Evaluates an expression over the pins and attributes of the current model. */
export function outcomeOf(state: Known, text: string, guard: boolean): Outcome {
  const scope = scopeOf(state);
  if (!scope || text.trim() === '') return { kind: 'empty' };
  try {
    const expression = parseExpression(text);
    const free = evaluate(expression, scope, { guard: false });
    const z = guard ? evaluate(expression, scope, { guard: true }) : free;
    return { kind: 'face', z: scope.pointOf(z), magnitude: norm(free), radius: scope.radius };
  } catch (error) {
    if (error instanceof ExpressionError) return { kind: 'error', message: error.message, span: error.span };
    throw error;
  }
}

/**
 * Resolves names: a letter is the pin with that letter in the tray; then come the names of pins and of attributes,
 * exactly or in another case.
 */
function scopeOf(state: Known): PointScope | null {
  const { model } = state;
  if (!model) return null;
  const { size, prior } = model.latent;
  // One standard deviation of the prior in each dimension, times the usual spread: 1 for N(0, 1), 1/sqrt(3) for the
  // uniform prior on [-1, 1].
  const deviation = (prior === 'normal' ? 1 : Math.sqrt(1 / 3)) * usualSpread(model);
  const pins = pinsOfModel(state);
  const attributes = attributesOf(state);
  const { classes } = spaceOf(model);
  let tail: Float32Array | undefined;
  return {
    size,
    radius: deviation * Math.sqrt(size),
    resolve(name) {
      const index = letterIndex(name);
      const pin = (index === null ? undefined : pins[index]) ?? named(pins, name);
      if (pin && classes) tail ??= tailOfPoint(pin.z, classes);
      if (pin) return zOfPoint(pin.z, classes);
      const attribute = named(attributes, name);
      return attribute && scale(attribute.direction, deviation);
    },
    pointOf: (z) => (tail ? joinPoint(z, tail) : inClass(model, z)),
  };
}

function named<T extends { name: string }>(all: readonly T[], name: string): T | undefined {
  const plain = name.toLowerCase();
  return all.find((one) => one.name === name) ?? all.find((one) => one.name.toLowerCase() === plain);
}

/** Tells whether the canvas shows exactly this result. */
export function isShown({ face }: Pick<State, 'face'>, outcome: Outcome): boolean {
  return (
    outcome.kind === 'face' &&
    face?.z.length === outcome.z.length &&
    face.z.every((value, i) => value === outcome.z[i])
  );
}
