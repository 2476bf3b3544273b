import { ZscapeError } from '../../base/errors.ts';
import { convolutionKernels } from './convolution.ts';
import { denseKernels } from './dense.ts';
import { elementwiseKernels } from './elementwise.ts';
import { fusedKernels } from './fused.ts';
import { type Kernel, labelOf } from './kernel.ts';
import { layoutKernels } from './layout.ts';
import { reduceKernels } from './reduce.ts';
import { shapeKernels } from './shapeOps.ts';
import { spaceKernels } from './spaceBatch.ts';

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

/**
 * Returns the kernel of an op, or undefined for an op that the interpreter does not know. Kernels check their inputs as
 * far as a useful sentence is possible. Anything else that a damaged graph makes them throw also counts as an error of
 * the graph.
 */
export function kernelOf(op: string): Kernel | undefined {
  const kernel = kernels.get(op);
  if (kernel === undefined) return undefined;
  return (inputs, node) => {
    try {
      return kernel(inputs, node);
    } catch (cause) {
      if (cause instanceof ZscapeError) throw cause;
      const given = inputs.map(({ shape }) => `[${shape.join(', ')}]`).join(', ');
      throw new ZscapeError('GRAPH_INVALID', `${labelOf(node)} cannot work on inputs of shape ${given}.`, {
        cause,
      });
    }
  };
}
