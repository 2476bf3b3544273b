/** Computes convolutions (NHWC) by gathering each row's windows and multiplying them by the kernel. */
import { attr, type GraphNode } from '../graph/graph.ts';
import { allocate, listOf, type Value } from '../graph/value.ts';
import { windowed, windowOf } from '../graph/window.ts';
import { inputAt, type Kernel, type KernelTable, labelOf, misfit } from './kernel.ts';
import { matmul, pack } from './matmul.ts';
import { nhwc } from './spaceBatch.ts';

/** One axis of a sliding window: the start of output i's window in the input, and its step. */
export interface WindowAxis {
  readonly size: number;
  readonly kernel: number;
  readonly stride: number;
  readonly dilation: number;
  readonly before: number;
  readonly out: number;
}

/** Returns the axes of a node's window over a picture of [height, width]. */
function windowAxes(
  node: GraphNode,
  sizes: readonly [number, number],
  kernels: readonly [number, number],
): [WindowAxis, WindowAxis] {
  const window = windowOf(node);
  if (window === undefined) throw misfit(node, 'has a layout other than NHWC');
  const axis = (i: 0 | 1): WindowAxis => {
    const [size, kernel] = [sizes[i], kernels[i]];
    const stride = window.strides[i + 1]!;
    const dilation = window.dilations[i + 1]!;
    const explicit = [window.explicit[2 * i + 2] ?? 0, window.explicit[2 * i + 3] ?? 0] as const;
    if (!(stride >= 1) || !(dilation >= 1))
      throw misfit(node, `has stride ${stride} and dilation ${dilation}`);
    const out = windowed(size, kernel, stride, dilation, window.padding, explicit);
    const missing = Math.max(0, (out - 1) * stride + (kernel - 1) * dilation + 1 - size);
    const before =
      window.padding === 'EXPLICIT' ? explicit[0] : window.padding === 'SAME' ? Math.floor(missing / 2) : 0;
    return { size, kernel, stride, dilation, before, out };
  };
  return [axis(0), axis(1)];
}

/** Returns the input position under tap `tap` of the window of output `i`, or -1 in the padding. */
function tapAt(axis: WindowAxis, i: number, tap: number): number {
  const at = i * axis.stride - axis.before + tap * axis.dilation;
  return at >= 0 && at < axis.size ? at : -1;
}

/** Convolves x [n, h, w, c] with kernel [kh, kw, c, out]. */
export function convolve(x: Value, kernel: Value, node: GraphNode): Value {
  const [n, h, w, c] = nhwc(x, node);
  const [kh, kw, depth, outC] = kernel.shape;
  if (kernel.shape.length !== 4 || depth !== c) {
    throw misfit(node, `has ${c} channels and a kernel [${kernel.shape.join(', ')}]`);
  }
  const [rows, columns] = windowAxes(node, [h, w], [kh!, kw!]);
  const k = kh! * kw! * c;
  const packed = pack(k, outC!, (p, j) => kernel.data[p * outC! + j]!);
  const out = allocate('float32', [n, rows.out, columns.out, outC!], labelOf(node));
  const windows = new Float64Array(columns.out * k);
  const sums = new Float64Array(columns.out * outC!);
  for (let image = 0; image < n; image++) {
    for (let i = 0; i < rows.out; i++) {
      gatherRow(x, image, i, rows, columns, c, windows);
      matmul(windows, packed, columns.out, sums);
      out.data.set(sums, (image * rows.out + i) * columns.out * outC!);
    }
  }
  return out;
}

function gatherRow(
  x: Value,
  image: number,
  i: number,
  rows: WindowAxis,
  columns: WindowAxis,
  c: number,
  windows: Float64Array,
): void {
  let to = 0;
  for (let j = 0; j < columns.out; j++) {
    for (let ky = 0; ky < rows.kernel; ky++) {
      const y = tapAt(rows, i, ky);
      for (let kx = 0; kx < columns.kernel; kx++, to += c) {
        const at = tapAt(columns, j, kx);
        if (y < 0 || at < 0) windows.fill(0, to, to + c);
        else {
          const from = ((image * rows.size + y) * columns.size + at) * c;
          for (let k = 0; k < c; k++) windows[to + k] = x.data[from + k]!;
        }
      }
    }
  }
}

/** x [n, h, w, c] with kernel [kh, kw, c, m] to c*m channels, each computed from one. */
const depthwise: Kernel = (inputs, node) => {
  const x = inputAt(inputs, 0, node);
  const kernel = inputAt(inputs, 1, node);
  const [n, h, w, c] = nhwc(x, node);
  const [kh, kw, depth, m] = kernel.shape;
  if (kernel.shape.length !== 4 || depth !== c)
    throw misfit(node, `has ${c} channels and a kernel of ${depth}`);
  const [rows, columns] = windowAxes(node, [h, w], [kh!, kw!]);
  const out = allocate('float32', [n, rows.out, columns.out, c * m!], labelOf(node));
  let to = 0;
  for (let image = 0; image < n; image++) {
    for (let i = 0; i < rows.out; i++) {
      for (let j = 0; j < columns.out; j++) {
        for (let k = 0; k < c; k++) {
          for (let q = 0; q < m!; q++) {
            let sum = 0;
            for (let ky = 0; ky < kh!; ky++) {
              for (let kx = 0; kx < kw!; kx++) {
                const y = tapAt(rows, i, ky);
                const at = tapAt(columns, j, kx);
                if (y < 0 || at < 0) continue;
                sum +=
                  x.data[((image * h + y) * w + at) * c + k]! *
                  kernel.data[((ky * kw! + kx) * c + k) * m! + q]!;
              }
            }
            out.data[to++] = sum;
          }
        }
      }
    }
  }
  return [out];
};

/**
 * The transposed convolution: out [n, H, W, out] is the gradient of a Conv2D, with kernel [kh, kw, out, c], with respect
 * to its input, for the output gradient x [n, h, w, c]. Each input pixel adds its scaled kernel to the output.
 */
const transposed: Kernel = (inputs, node) => {
  const size = listOf(inputAt(inputs, 0, node));
  const kernel = inputAt(inputs, 1, node);
  const x = inputAt(inputs, 2, node);
  const [n, h, w, c] = nhwc(x, node);
  const [kh, kw, outC, depth] = kernel.shape;
  const [, height, width] = size;
  if (size.length !== 4 || size[0] !== n || size[3] !== outC || depth !== c) {
    throw misfit(node, `cannot make [${size.join(', ')}] of [${x.shape.join(', ')}]`);
  }
  const [rows, columns] = windowAxes(node, [height!, width!], [kh!, kw!]);
  if (rows.out !== h || columns.out !== w)
    throw misfit(node, `cannot make [${size.join(', ')}] of ${h}x${w} pixels`);
  const area = height! * width! * outC!;
  const out = allocate('float32', size, labelOf(node));
  const sums = new Float64Array(area);
  const taps = kh! * kw! * outC!;
  const packed = pack(c, taps, (p, j) => kernel.data[j * c + p]!);
  const pixels = new Float64Array(w * c);
  const spread = new Float64Array(w * taps);
  for (let image = 0; image < n; image++) {
    sums.fill(0);
    for (let i = 0; i < h; i++) {
      for (let p = 0; p < w * c; p++) pixels[p] = x.data[(image * h + i) * w * c + p]!;
      matmul(pixels, packed, w, spread);
      for (let j = 0; j < w; j++) {
        for (let ky = 0; ky < kh!; ky++) {
          const y = tapAt(rows, i, ky);
          for (let kx = 0; kx < kw!; kx++) {
            const at = tapAt(columns, j, kx);
            if (y < 0 || at < 0) continue;
            const to = (y * width! + at) * outC!;
            const from = j * taps + (ky * kw! + kx) * outC!;
            for (let k = 0; k < outC!; k++) sums[to + k]! += spread[from + k]!;
          }
        }
      }
    }
    out.data.set(sums, image * area);
  }
  return [out];
};

function pooling(start: number, step: (a: number, x: number) => number, mean: boolean): Kernel {
  return (inputs, node) => {
    const x = inputAt(inputs, 0, node);
    const [n, h, w, c] = nhwc(x, node);
    const size = attr(node, 'ksize', 'ints') ?? [];
    if (size.length !== 4 || size[0] !== 1 || size[3] !== 1) throw misfit(node, `pools [${size.join(', ')}]`);
    const [rows, columns] = windowAxes(node, [h, w], [size[1]!, size[2]!]);
    const out = allocate('float32', [n, rows.out, columns.out, c], labelOf(node));
    let to = 0;
    for (let image = 0; image < n; image++) {
      for (let i = 0; i < rows.out; i++) {
        for (let j = 0; j < columns.out; j++) {
          for (let k = 0; k < c; k++) {
            let sum = start;
            let count = 0;
            for (let ky = 0; ky < rows.kernel; ky++) {
              for (let kx = 0; kx < columns.kernel; kx++) {
                const y = tapAt(rows, i, ky);
                const at = tapAt(columns, j, kx);
                if (y < 0 || at < 0) continue;
                sum = step(sum, x.data[((image * h + y) * w + at) * c + k]!);
                count++;
              }
            }
            out.data[to++] = mean ? sum / count : sum;
          }
        }
      }
    }
    return [out];
  };
}

export const convolutionKernels: KernelTable = {
  Conv2D: (inputs, node) => [convolve(inputAt(inputs, 0, node), inputAt(inputs, 1, node), node)],
  DepthwiseConv2dNative: depthwise,
  Conv2DBackpropInput: transposed,
  AvgPool: pooling(0, (sum, x) => sum + x, true),
  MaxPool: pooling(Number.NEGATIVE_INFINITY, (most, x) => Math.max(most, x), false),
};
