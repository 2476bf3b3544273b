/** The sliding windows of convolutions and poolings. Pictures are NHWC. */
import { attr, type GraphNode } from './graph.ts';

/** Returns how many windows fit along an axis, with TensorFlow's padding. */
export function windowed(
  size: number,
  kernel: number,
  stride: number,
  dilation: number,
  padding: string,
  explicit: readonly [number, number],
): number {
  const reach = (kernel - 1) * dilation + 1;
  if (padding === 'SAME') return Math.ceil(size / stride);
  const total = padding === 'EXPLICIT' ? size + explicit[0] + explicit[1] : size;
  return Math.max(0, Math.floor((total - reach) / stride) + 1);
}

export interface Window {
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  readonly padding: string;
  readonly explicit: readonly number[];
}

/** Reads the attributes of a convolution or pooling; NHWC only. */
export function windowOf(node: GraphNode): Window | undefined {
  if ((attr(node, 'data_format', 'string') ?? 'NHWC') !== 'NHWC') return undefined;
  const strides = attr(node, 'strides', 'ints') ?? [1, 1, 1, 1];
  const dilations = attr(node, 'dilations', 'ints') ?? [1, 1, 1, 1];
  const padding = attr(node, 'padding', 'string') ?? 'VALID';
  const explicit = attr(node, 'explicit_paddings', 'ints') ?? [];
  if (strides.length !== 4 || dilations.length !== 4) return undefined;
  return { strides, dilations, padding, explicit };
}
