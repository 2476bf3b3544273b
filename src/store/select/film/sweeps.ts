/** Ways over the map and along an attribute, for films of them. */

import type { WalkEnd } from '../../state/journeys.ts';
import type { Attribute, State } from '../../state/state.ts';
import { amountsOf, applyEdit, attributesOf, baseOf } from '../attributes.ts';
import { freeFace } from '../faces.ts';
import { padOf } from '../journey/mapPad.ts';

export interface Sweep {
  /** The first and the last face. */
  ends: readonly [WalkEnd, WalkEnd];
  /** The latent at a share of the way, 0 to 1: float32 [point size]. */
  at(share: number): Float32Array;
}

/** A two-dimensional map is swept in this many rows. */
const rows = 5;
/** A sweep goes this many standard deviations to each side. */
const sweepReach = 3;

/** Sweeps the map row by row, every other row backwards. Null while the map has too few corners. */
export function mapSweep(state: State): Sweep | null {
  const pad = padOf(state);
  if (!pad) return null;
  const isLine = state.map.kind === 'square' && state.map.corners.length === 2;
  const at = (share: number) => pad.at(...pointOfSweep(share, isLine ? 1 : rows));
  const [first, last] = [state.map.corners[0], state.map.corners.at(-1)];
  return first && last ? { ends: [first, last], at } : null;
}

/** Returns the point of the pad after a share of the way, at constant speed. */
export function pointOfSweep(share: number, count: number): [x: number, y: number] {
  if (count === 1) return [share, 0.5];
  const step = 1 / (count - 1);
  const along = Math.min(1, Math.max(0, share)) * (count + 1);
  const row = Math.min(count - 1, Math.floor(along / (1 + step)));
  const rest = along - row * (1 + step);
  const x = Math.min(1, rest);
  const y = row * step + Math.max(0, rest - 1);
  return [row % 2 ? 1 - x : x, Math.min(1, y)];
}

/** Returns the attribute of the sweep. */
export function sweptAttribute(state: State): Attribute | null {
  const list = attributesOf(state);
  const wished = list.find(({ id }) => id === state.filmOf.attribute);
  const amounts = amountsOf(state);
  return wished ?? list.find(({ id }) => amounts[id] !== undefined) ?? list[0] ?? null;
}

/**
 * Sweeps the current face from one end of an attribute to the other and keeps its other edits. Null while no attribute is
 * known.
 */
export function attributeSweep(state: State): Sweep | null {
  const attribute = sweptAttribute(state);
  const base = baseOf(state);
  if (!attribute || !base) return null;
  const amounts = amountsOf(state);
  const at = (share: number): Float32Array => {
    const amount = sweepReach * (2 * share - 1);
    const moved = applyEdit(state, freeFace(base), { amounts: { ...amounts, [attribute.id]: amount } });
    return moved.face?.z ?? base;
  };
  const end = (share: number, sign: string): WalkEnd => ({
    name: attribute.ends?.[share] || `${attribute.name} ${sign}${sweepReach}`,
    seed: null,
    z: at(share),
  });
  return { ends: [end(0, '−'), end(1, '+')], at };
}
