/** The fused ops created by the last pass, so that the interpreter can also run emitted graphs. */
import type { Attributes } from '../graph/attributes.ts';
import { attr, type GraphNode } from '../graph/graph.ts';
import type { Value } from '../graph/value.ts';
import { convolve } from './convolution.ts';
import { matMulOf } from './dense.ts';
import { elementwiseKernels, zipped } from './elementwise.ts';
import { inputAt, type Kernel, type KernelTable, misfit } from './kernel.ts';

function finished(x: Value, inputs: readonly Value[], node: GraphNode): Value {
  let result = x;
  for (const step of attr(node, 'fused_ops', 'strings') ?? []) {
    if (step === 'BiasAdd') {
      result = zipped(result, inputAt(inputs, 2, node), 'float32', (a, b) => a + b, node);
      continue;
    }
    const activation = elementwiseKernels[step];
    if (activation === undefined) throw misfit(node, `fuses the unknown op ${step}`);
    const alpha = node.attrs.leakyrelu_alpha;
    const attrs: Attributes = step === 'LeakyRelu' && alpha !== undefined ? { alpha } : {};
    result = activation([result], { ...node, attrs })[0]!;
  }
  return result;
}

const fusedConv2D: Kernel = (inputs, node) => [
  finished(convolve(inputAt(inputs, 0, node), inputAt(inputs, 1, node), node), inputs, node),
];

const fusedMatMul: Kernel = (inputs, node) => [
  finished(matMulOf(node, inputAt(inputs, 0, node), inputAt(inputs, 1, node)), inputs, node),
];

export const fusedKernels: KernelTable = { _FusedConv2D: fusedConv2D, _FusedMatMul: fusedMatMul };
