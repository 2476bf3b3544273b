/**
 * Attributes that TensorFlow omits from a SavedModel when they have their default value, for the ops where a reader needs
 * them (values from TensorFlow's op registrations).
 */
import { type Attributes, bool, float, int, ints, text } from './attributes.ts';
import type { GraphNode } from './graph.ts';

const nhwc = text('NHWC');
const ones = ints([1, 1, 1, 1]);

const defaults: ReadonlyMap<string, Attributes> = new Map<string, Attributes>(
  Object.entries<Attributes>({
    Conv2D: { data_format: nhwc, dilations: ones, explicit_paddings: ints([]) },
    Conv2DBackpropInput: { data_format: nhwc, dilations: ones, explicit_paddings: ints([]) },
    DepthwiseConv2dNative: { data_format: nhwc, dilations: ones, explicit_paddings: ints([]) },
    AvgPool: { data_format: nhwc },
    MaxPool: { data_format: nhwc, explicit_paddings: ints([]) },
    BiasAdd: { data_format: nhwc },
    DepthToSpace: { data_format: nhwc },
    SpaceToDepth: { data_format: nhwc },
    FusedBatchNorm: { data_format: nhwc, epsilon: float(1e-4), is_training: bool(true) },
    FusedBatchNormV2: { data_format: nhwc, epsilon: float(1e-4), is_training: bool(true) },
    FusedBatchNormV3: { data_format: nhwc, epsilon: float(1e-4), is_training: bool(true) },
    LeakyRelu: { alpha: float(Math.fround(0.2)) },
    MatMul: { transpose_a: bool(false), transpose_b: bool(false) },
    BatchMatMul: { adj_x: bool(false), adj_y: bool(false) },
    BatchMatMulV2: { adj_x: bool(false), adj_y: bool(false) },
    Mean: { keep_dims: bool(false) },
    Sum: { keep_dims: bool(false) },
    Prod: { keep_dims: bool(false) },
    Max: { keep_dims: bool(false) },
    Min: { keep_dims: bool(false) },
    All: { keep_dims: bool(false) },
    Any: { keep_dims: bool(false) },
    ResizeNearestNeighbor: { align_corners: bool(false), half_pixel_centers: bool(false) },
    ResizeBilinear: { align_corners: bool(false), half_pixel_centers: bool(false) },
    Squeeze: { squeeze_dims: ints([]) },
  }),
);

/** Adds missing attributes with their default values. */
export function withDefaults(node: GraphNode): GraphNode {
  // TF.js joins only two tensors unless it is told their number.
  const missing = node.op === 'ConcatV2' ? { N: int(node.inputs.length - 1) } : defaults.get(node.op);
  return missing === undefined ? node : { ...node, attrs: { ...missing, ...node.attrs } };
}
