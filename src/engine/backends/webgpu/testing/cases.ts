/** The checks of every kernel on a device: each variant on an odd little layer, and production channel counts. */
import type { LayerShape, Storage, Variant } from '../kernels/kernel.ts';
import { type Abilities, abilitiesOf, candidates, usual } from '../variants.ts';
import type { LayerCase } from './layer.ts';

interface NamedCase extends LayerCase {
  name: string;
  /** The largest permitted difference, for outputs of about 1. */
  tolerance: number;
}

/** Sizes that no tile divides, channels that no quad divides. */
const odd = (up: boolean): LayerShape => ({ up, size: 6, from: 10, to: 7 });
const wide = (up: boolean): LayerShape => ({ up, size: up ? 8 : 4, from: 512, to: 512 });
/** A layer on which tiles are usual, and one where they are not. */
const large = { size: 32, from: 512, to: 512 };

/** F(4,3) magnifies intermediate values by up to 8; the others by at most 1. */
const roundingOf = (variant: Variant) => ('scheme' in variant && variant.scheme === 'f4' ? 20 : 1);
const isHalf = (variant: Variant) => variant.kind === 'tiled' && variant.half;

/** Returns the effect of rounding on outputs of about 1, with float32 products. */
export const exactIn = (storage: Storage, variant: Variant): number =>
  storage === 'f32' ? 5e-5 * roundingOf(variant) : 6e-3;

export function cases(device: GPUDevice): NamedCase[] {
  const abilities = { ...abilitiesOf(device, false) };
  const named = (shape: LayerShape, variant: Variant, storage: Storage, images = 1): NamedCase => {
    const { up, size, from, to } = shape;
    return {
      name: `${titleOf(variant)} in ${storage}: ${up ? 'upsampled ' : ''}${size} px, ${from} to ${to}`,
      shape,
      variant,
      storage,
      images,
      tolerance: isHalf(variant) ? 2e-2 * Math.sqrt(roundingOf(variant)) : exactIn(storage, variant),
    };
  };
  const list: NamedCase[] = [];
  for (const up of [false, true]) {
    for (const variant of everyVariant(up, abilities)) {
      list.push(named(odd(up), variant, isHalf(variant) ? 'f16' : 'f32', 2));
    }
    const small = usual(wide(up), abilities, 'f16');
    const tiles = usual({ up, ...large }, abilities, 'f16');
    list.push(...[small, tiles].map((variant) => named(wide(up), variant, 'f16')));
    list.push(named(wide(up), { kind: 'plain' }, 'f32'));
  }
  return list;
}

/** Lists variants without repeats, including the plain one. */
export function everyVariant(up: boolean, abilities: Abilities): Variant[] {
  const found = new Map<string, Variant>([['', { kind: 'plain' }]]);
  for (const size of [8, 64]) {
    const shape = { up, size, from: 64, to: 64 };
    for (const storage of ['f16', 'f32'] as const)
      for (const variant of candidates(shape, abilities, storage)) found.set(titleOf(variant), variant);
  }
  return [...found.values()];
}

export function titleOf(variant: Variant): string {
  if (variant.kind === 'plain') return 'plain';
  const { kind, scheme, block } = variant;
  const rest =
    variant.kind === 'tiled'
      ? `${variant.channels}x${variant.depth}${variant.half ? ' half' : ''}`
      : `${variant.quads}x${variant.threads}`;
  return `${kind} ${scheme} ${block.join('x')} ${rest}`;
}
