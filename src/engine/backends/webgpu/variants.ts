/** The ways of computing a layer that a device allows, and the choice among them before anything has been measured. */
import { convolutionKernel } from './kernels/convolution.ts';
import type { Kernel, LayerShape, Storage, Variant } from './kernels/kernel.ts';

/** The properties of a device that the choice depends on. */
export interface Abilities {
  /** Whether it has `shader-f16`. */
  half: boolean;
  /** Whether the GPU is emulated on the processor, so that quick compilation is best. */
  software: boolean;
  sharedBytes: number;
  threads: number;
  threadsAcross: number;
  workgroups: number;
}

/** Reads the abilities of a device. @param software whether it is emulated on the processor */
export function abilitiesOf({ features, limits }: GPUDevice, software: boolean): Abilities {
  return {
    half: features.has('shader-f16'),
    software,
    sharedBytes: limits.maxComputeWorkgroupStorageSize,
    threads: limits.maxComputeInvocationsPerWorkgroup,
    threadsAcross: limits.maxComputeWorkgroupSizeX,
    workgroups: limits.maxComputeWorkgroupsPerDimension,
  };
}

/** Returns whether a kernel respects the limits of a device. */
export function fits({ sharedBytes, threads, workgroups }: Kernel, abilities: Abilities): boolean {
  return (
    sharedBytes <= abilities.sharedBytes &&
    threads <= Math.min(abilities.threads, abilities.threadsAcross) &&
    Math.max(...workgroups) <= abilities.workgroups
  );
}

type Block = readonly [number, number];
type Scheme = (Variant & { kind: 'tiled' })['scheme'];
const tiled = (scheme: Scheme, block: Block, channels: number, depth: number, half = false): Variant => ({
  kind: 'tiled',
  scheme,
  block,
  channels,
  depth,
  half,
});
const split = (scheme: Scheme, block: Block, quads: number, threads: number): Variant => ({
  kind: 'split',
  scheme,
  block,
  quads,
  threads,
});

/** Pictures up to this side have too few positions for tiles to fill a GPU. */
const SMALL = 8;
const MIDDLE = 16;

/** Lists every way worth measuring, the likeliest first. */
export function candidates(shape: LayerShape, abilities: Abilities, storage: Storage): Variant[] {
  const small: Variant[] = shape.up
    ? [split('collapse', [2, 1], 4, 32), split('collapse', [1, 1], 4, 32), split('collapse', [2, 1], 2, 64)]
    : [split('direct', [4, 1], 4, 32), split('direct', [2, 2], 2, 64), split('f2', [1, 1], 4, 32)];
  const scheme = shape.up ? 'collapse' : 'f2';
  const large: Variant[] = [
    tiled(scheme, [8, 4], 32, 4),
    tiled(scheme, [4, 4], 32, 4),
    tiled(scheme, [4, 4], 16, 4),
    ...(abilities.half && storage === 'f16'
      ? [tiled(scheme, [8, 4], 32, 8, true), tiled(scheme, [4, 4], 32, 8, true)]
      : []),
    ...(shape.up ? [] : [tiled('f4', [4, 4], 16, 4), tiled('direct', [4, 4], 64, 4)]),
  ];
  const all = shape.size <= MIDDLE ? [...small, ...large] : large;
  return all.filter((variant) => fits(convolutionKernel(shape, anyPlace(storage), variant), abilities));
}

/** Returns a sensible choice for a device without measurements. */
export function usual(shape: LayerShape, abilities: Abilities, storage: Storage): Variant {
  if (abilities.software) return { kind: 'plain' };
  const tile = shape.up ? 'collapse' : 'f2';
  const wished: Variant[] =
    shape.size <= SMALL
      ? [shape.up ? split('collapse', [2, 1], 4, 32) : split('direct', [4, 1], 4, 32)]
      : [
          ...(shape.size > MIDDLE ? [tiled(tile, [8, 4], 32, 4)] : []),
          tiled(tile, [4, 4], 32, 4),
          tiled(tile, [4, 4], 16, 4),
        ];
  return (
    wished.find((variant) => fits(convolutionKernel(shape, anyPlace(storage), variant), abilities)) ?? {
      kind: 'plain',
    }
  );
}

/** A layer's place, for sizes: a kernel's size does not depend on it. */
const anyPlace = (storage: Storage) => ({ storage, slope: 0, epsilon: 1, sourceParts: 1, head: false });
