/** Generates the kernel of a layer for a variant. */
import type { Kernel, LayerPlace, LayerShape, Variant } from './kernel.ts';
import { plainKernel } from './plain.ts';
import { splitKernel } from './split.ts';
import { tiledKernel } from './tiled.ts';

export function convolutionKernel(shape: LayerShape, place: LayerPlace, variant: Variant): Kernel {
  switch (variant.kind) {
    case 'plain':
      return plainKernel(shape, place);
    case 'tiled':
      return tiledKernel(shape, place, variant);
    case 'split':
      return splitKernel(shape, place, variant);
  }
}
