import { convolutionKernels } from './convolution.ts';
import { denseKernels } from './dense.ts';
import { elementwiseKernels } from './elementwise.ts';
import { fusedKernels } from './fused.ts';
import type { Kernel } from './kernel.ts';
import { layoutKernels } from './layout.ts';
import { reduceKernels } from './reduce.ts';
import { shapeKernels } from './shape-ops.ts';
import { spaceKernels } from './space-batch.ts';

const kernels: ReadonlyMap<string, Kernel> = new Map(
  [
    elementwiseKernels,
    reduceKernels,
    shapeKernels,
    layoutKernels,
    spaceKernels,
    convolutionKernels,
    denseKernels,
    fusedKernels,
  ].flatMap((table) => Object.entries(table)),
);

/** The kernel of an op, or undefined for an op that the interpreter does not know. */
export function kernelOf(op: string): Kernel | undefined {
  return kernels.get(op);
}
