/** Kernels whose axes older versions of Keras ordered differently. */
import type { Constant } from '../../../graph/graph.ts';
import { channelsFirst, type LayerConfig } from '../layers/layerConfig.ts';
import type { Writer } from '../writer.ts';

/** Returns the kernel as Keras 2 keeps it for TensorFlow; the same one if it already has that form. */
export function modernKernel(kind: string, config: LayerConfig, kernel: Constant, writer: Writer): Constant {
  if (kernel.shape.length !== 4 || !/Conv|Deconv/.test(kind)) return kernel;
  const turned = writer.major === 1 ? orderOf(kind, channelsFirst(config)) : undefined;
  // Theano convolves in the strict sense: its kernels run backwards.
  const mirrored = writer.backend === 'theano';
  if (turned === undefined && !mirrored) return kernel;
  const order = turned ?? [0, 1, 2, 3];
  const shape = order.map((axis) => kernel.shape[axis]!);
  const load: Constant['load'] = () => {
    const { dtype, data } = kernel.load();
    const out = data.slice();
    const steps = strides(kernel.shape);
    const [rows, columns, a, b] = shape as [number, number, number, number];
    let to = 0;
    for (let i = 0; i < rows; i++)
      for (let j = 0; j < columns; j++)
        for (let k = 0; k < a; k++)
          for (let l = 0; l < b; l++, to++) {
            const at = [mirrored ? rows - 1 - i : i, mirrored ? columns - 1 - j : j, k, l];
            const from = at.reduce((sum, place, axis) => sum + place * steps[order[axis]!]!, 0);
            (out as Float32Array)[to] = (data as Float32Array)[from]!;
          }
    return { dtype, shape, data: out };
  };
  return { dtype: kernel.dtype, shape, load };
}

function orderOf(kind: string, first: boolean): number[] | undefined {
  if (/Transpose|Deconv/.test(kind)) return first ? [2, 3, 0, 1] : [0, 1, 3, 2];
  return first ? [2, 3, 1, 0] : undefined;
}

function strides([, b = 1, c = 1, d = 1]: readonly number[]): number[] {
  return [b * c * d, c * d, d, 1];
}
