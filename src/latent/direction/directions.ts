/**
 * Attributes: moves a latent along meaningful directions while others are held.
 *
 * Directions are unit vectors d; an edit is z + a |z| d. A locked attribute's direction is projected out of every other
 * (Shen, Gu, Tang and Zhou 2020, "Interpreting the latent space of GANs for semantic face editing", conditional
 * manipulation), so z . d does not change.
 *
 * In a model that normalises z only the direction of z counts, and a longer z would turn the same z . d into a smaller
 * share. There the part of z outside the locked directions is scaled back to its length after the edit: |z| and every
 * locked z . d, and so the locked shares too, are unchanged.
 */
import { norm } from '../vector/vector.ts';

type Vector = Float64Array<ArrayBuffer>;

export interface EditOptions {
  normalised: boolean;
}

/** Edits with a given set of locks, prepared once so that each frame takes one pass over the directions. */
export interface Editor {
  /** @param amounts how far to move along each direction, in the order of the directions */
  apply(z: Float32Array, amounts: readonly number[]): Float32Array;
  /**
   * Returns how much of a direction is left, from 0 to 1, after the other locked ones are projected out of it. Near 0,
   * the attribute cannot be moved without the locked ones, and `apply` leaves it alone.
   */
  freedom(index: number): number;
}

/** If less than this is left of a direction, it is mostly rounding error or chance. */
const LEAST_FREEDOM = 0.02;

/** One stage of an edit: these directions move together while those in `held` stay. */
interface Stage {
  moves: { index: number; freedom: number; along: Vector | null }[];
  held: readonly Vector[];
}

/**
 * Creates an editor for a set of locks. Locked attributes whose own sliders are moved come first, one after the other,
 * each holding the other locked ones. Then all free attributes move together and hold every locked one.
 * @param directions unit vectors, float32 [size] each
 * @param locked indices of directions that the others must not move
 */
export function createEditor(
  directions: readonly Float32Array[],
  locked: readonly number[],
  options: EditOptions,
): Editor {
  const prepare = (indices: readonly number[], holding: readonly number[]): Stage => {
    const held = orthonormalBasis(holding.map((k) => directions[k]!));
    const moves = indices.map((index) => {
      const rest = projectOut(directions[index]!, held);
      const left = lengthOf(rest);
      const freedom = left / (norm(directions[index]!) || 1);
      return { index, freedom, along: freedom < LEAST_FREEDOM ? null : scaled(rest, 1 / left) };
    });
    return { moves, held };
  };
  const free = prepare(
    directions.map((_, k) => k).filter((k) => !locked.includes(k)),
    locked,
  );
  // Few locked attributes are moved themselves, so each one's stage is prepared on demand.
  const own = new Map<number, Stage>();
  const ownStage = (index: number): Stage => {
    const stage =
      own.get(index) ??
      prepare(
        [index],
        locked.filter((other) => other !== index),
      );
    own.set(index, stage);
    return stage;
  };

  return {
    freedom(index) {
      const stage = locked.includes(index) ? ownStage(index) : free;
      return stage.moves.find((move) => move.index === index)?.freedom ?? 0;
    },
    apply(z, amounts) {
      const length = norm(z);
      let edited = Float64Array.from(z);
      const stages = locked.filter((k) => amounts[k]).map(ownStage);
      for (const { moves, held } of [...stages, free]) {
        const step = new Float64Array(z.length);
        let moved = false;
        for (const { index, along } of moves) {
          const amount = amounts[index];
          if (!along || !amount) continue;
          moved = true;
          for (let i = 0; i < step.length; i++) step[i]! += amount * length * along[i]!;
        }
        if (moved) edited = options.normalised ? turn(edited, step, held) : sum(edited, step);
      }
      return Float32Array.from(edited);
    },
  };
}

/**
 * Returns the amount a that moves z . d by this many standard deviations of the prior N(0, I): a |z| = deviations at |z|
 * = sqrt(size).
 */
export function amountOfDeviations(deviations: number, size: number): number {
  return deviations / Math.sqrt(size);
}

/** Returns z itself, or, for a model that normalises z, z at the magnitude that the model gives to every z. */
function atMagnitude(z: Float32Array, { normalised }: EditOptions): Vector {
  const length = norm(z);
  const factor = normalised && length > 0 ? Math.sqrt(z.length) / length : 1;
  const out = new Float64Array(z.length);
  for (let i = 0; i < out.length; i++) out[i] = factor * z[i]!;
  return out;
}

function productOf(v: Vector, direction: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < v.length; i++) sum += v[i]! * direction[i]!;
  return sum;
}

/**
 * Returns how far each attribute has moved from one latent to another, in standard deviations. *What else moved* shows
 * it.
 */
export function entanglement(
  before: Float32Array,
  after: Float32Array,
  directions: readonly Float32Array[],
  options: EditOptions,
): number[] {
  // The difference of the scores is the score of the difference: one pass over the directions instead of two.
  const moved = atMagnitude(after, options);
  const from = atMagnitude(before, options);
  for (let i = 0; i < moved.length; i++) moved[i]! -= from[i]!;
  return directions.map((direction) => productOf(moved, direction));
}

/**
 * Returns orthonormal vectors with the same span, by the Gram-Schmidt method run twice; dependent directions add nothing.
 */
export function orthonormalBasis(directions: readonly ArrayLike<number>[]): Vector[] {
  const basis: Vector[] = [];
  for (const direction of directions) {
    const length = lengthOf(direction);
    const rest = projectOut(direction, basis);
    const left = lengthOf(rest);
    if (left > 1e-6 * length) basis.push(scaled(projectOut(rest, basis), 1 / left));
  }
  return basis;
}

/**
 * Returns v without its parts along the vectors of an orthonormal basis. It runs twice, because the first pass leaves
 * rounding errors.
 */
export function projectOut(v: ArrayLike<number>, basis: readonly Vector[], passes = 2): Vector {
  const out = Float64Array.from(v);
  for (let pass = 0; pass < passes; pass++) {
    for (const unit of basis) {
      let along = 0;
      for (let i = 0; i < out.length; i++) along += out[i]! * unit[i]!;
      for (let i = 0; i < out.length; i++) out[i]! -= along * unit[i]!;
    }
  }
  return out;
}

/**
 * Returns v + step, where `step` is at a right angle to `held`, with the part outside `held` scaled back to its length in
 * v.
 */
function turn(v: Vector, step: Vector, held: readonly Vector[]): Vector {
  const free = projectOut(v, held, 1);
  const wished = lengthOf(free);
  const turned = sum(free, step);
  const present = lengthOf(turned);
  const factor = present > 0 ? wished / present : 1;
  return v.map((x, i) => x - free[i]! + factor * turned[i]!);
}

function sum(a: Vector, b: Vector): Vector {
  return a.map((x, i) => x + b[i]!);
}

function lengthOf(v: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < v.length; i++) sum += v[i]! * v[i]!;
  return Math.sqrt(sum);
}

function scaled(v: Vector, factor: number): Vector {
  return v.map((x) => factor * x);
}
