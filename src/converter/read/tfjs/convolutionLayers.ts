/** Keras layers that slide a kernel over a picture. Pictures are channels last. */
import { ZscapeError } from '../../../base/errors.ts';
import { type Attributes, ints, text } from '../../graph/attributes.ts';
import type { GraphBuilder } from '../../graph/builder.ts';
import type { Ref } from '../../graph/graph.ts';
import { windowed } from '../../graph/window.ts';
import {
  type BuildLayer,
  finished,
  kernelOf,
  type LayerCall,
  type LayerTensor,
  only,
  withBias,
} from './layerCall.ts';
import { numbers, string } from './layerConfig.ts';

function window(call: LayerCall, strides: readonly number[]): Attributes {
  const { config, name } = call;
  if (string(config, 'data_format', 'channels_last') !== 'channels_last') {
    throw new ZscapeError(
      'OPS_UNSUPPORTED',
      `The layer "${name}" has channels first, which TF.js does not run.`,
    );
  }
  const [dy, dx] = numbers(config, 'dilation_rate', [1, 1]);
  return {
    strides: ints([1, strides[0]!, strides[1]!, 1]),
    dilations: ints([1, dy!, dx!, 1]),
    padding: text(paddingOf(call)),
  };
}

function paddingOf({ config }: LayerCall): string {
  return string(config, 'padding', 'valid').toUpperCase();
}

function slid(
  call: LayerCall,
  x: LayerTensor,
  kernel: readonly number[],
  strides: readonly number[],
): number[] {
  const dilation = numbers(call.config, 'dilation_rate', [1, 1]);
  return [0, 1].map((i) =>
    windowed(x.shape[i + 1]!, kernel[i]!, strides[i]!, dilation[i]!, paddingOf(call), [0, 0]),
  );
}

export const conv2d: BuildLayer = (call) => {
  const x = only(call);
  const kernel = kernelOf(call);
  const strides = numbers(call.config, 'strides', [1, 1]);
  const product = call.builder.add(
    'Conv2D',
    `${call.name}/Conv2D`,
    [x.ref, kernel.ref],
    window(call, strides),
  );
  return finished(call, withBias(call, product), [
    -1,
    ...slid(call, x, kernel.shape, strides),
    kernel.shape[3]!,
  ]);
};

export const depthwise: BuildLayer = (call) => {
  const x = only(call);
  const kernel = kernelOf(call, 'depthwise_kernel');
  const strides = numbers(call.config, 'strides', [1, 1]);
  const product = call.builder.add(
    'DepthwiseConv2dNative',
    `${call.name}/depthwise`,
    [x.ref, kernel.ref],
    window(call, strides),
  );
  const channels = kernel.shape[2]! * kernel.shape[3]!;
  return finished(call, withBias(call, product), [-1, ...slid(call, x, kernel.shape, strides), channels]);
};

export const conv2dTranspose: BuildLayer = (call) => {
  const { builder, name, config } = call;
  const x = only(call);
  const kernel = kernelOf(call);
  const strides = numbers(config, 'strides', [1, 1]);
  const same = paddingOf(call) === 'SAME';
  const size = [0, 1].map(
    (i) => x.shape[i + 1]! * strides[i]! + (same ? 0 : Math.max(0, kernel.shape[i]! - strides[i]!)),
  );
  const channels = kernel.shape[2]!;
  const sizes = [...size, channels].map((side, i) => builder.integers(`${name}/size_${i}`, [side], []));
  const wanted = builder.add('Pack', `${name}/size`, [batchOf(builder, name, x.ref), ...sizes], {
    axis: { kind: 'int', value: 0 },
  });
  const product = builder.add(
    'Conv2DBackpropInput',
    `${name}/conv2d_transpose`,
    [wanted, kernel.ref, x.ref],
    window(call, strides),
  );
  return finished(call, withBias(call, product), [-1, ...size, channels]);
};

function batchOf(builder: GraphBuilder, name: string, x: Ref): Ref {
  const shape = builder.add('Shape', `${name}/Shape`, [x]);
  const ends = [0, 1, 1].map((end, i) => builder.integers(`${name}/end_${i}`, [end]));
  return builder.add('StridedSlice', `${name}/batch`, [shape, ...ends], {
    shrink_axis_mask: { kind: 'int', value: 1 },
  });
}
