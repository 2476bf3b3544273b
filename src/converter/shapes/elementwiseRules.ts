/** Shape rules of ops that are elementwise, reduce axes, or return a single number. */
import { attr } from '../graph/graph.ts';
import { broadcastShapes } from '../interpret/broadcast.ts';
import type { Shape, ShapeRule } from './shapeRule.ts';

const sameAsFirst: ShapeRule = ([x]) => (x === undefined ? undefined : [x.shape]);

const broadcast: ShapeRule = (inputs) => {
  let shape: Shape | undefined = inputs[0]?.shape;
  for (const input of inputs.slice(1)) shape = shape && broadcastShapes(shape, input.shape);
  return shape && [shape];
};

const reduce: ShapeRule = ([x, axes], node) => {
  if (x === undefined || axes?.values === undefined) return undefined;
  const gone = new Set(axes.values.map((axis) => (axis < 0 ? axis + x.shape.length : axis)));
  const keep = attr(node, 'keep_dims', 'bool') ?? false;
  return [x.shape.map((size, i) => (gone.has(i) ? 1 : size)).filter((_, i) => keep || !gone.has(i))];
};

const scalar: ShapeRule = () => [[]];

const batchNorm: ShapeRule = ([x, scale]) =>
  x && scale && [x.shape, scale.shape, scale.shape, scale.shape, scale.shape, [0]];

const sameAsFirstOps = [
  'Identity StopGradient PreventGradient Snapshot Neg Abs Square Sqrt Rsqrt Reciprocal Exp Expm1 Log Log1p Sin Cos',
  'Tanh Sigmoid Softplus Softsign Relu Relu6 Elu Selu Erf Floor Ceil Round Sign LogicalNot LeakyRelu Cast BiasAdd',
  'ZerosLike OnesLike Softmax AddN Reverse ReverseV2 PlaceholderWithDefault',
];
const broadcastOps = [
  'Add AddV2 Sub Mul RealDiv Div FloorDiv FloorMod Maximum Minimum Pow SquaredDifference Prelu Greater GreaterEqual',
  'Less LessEqual Equal NotEqual LogicalAnd LogicalOr SelectV2 ClipByValue DivNoNan',
];

function all(names: readonly string[], rule: ShapeRule): [string, ShapeRule][] {
  return names.flatMap((line) => line.split(' ').map((op): [string, ShapeRule] => [op, rule]));
}

export const elementwiseRules: Readonly<Record<string, ShapeRule>> = Object.fromEntries([
  ...all(sameAsFirstOps, sameAsFirst),
  ...all(broadcastOps, broadcast),
  ...all(['Mean Sum Prod Max Min All Any'], reduce),
  ...all(['FusedBatchNorm FusedBatchNormV2 FusedBatchNormV3'], batchNorm),
  ...all(['Rank Size'], scalar),
  ['IdentityN', (inputs: Parameters<ShapeRule>[0]) => inputs.map(({ shape }) => shape)],
  ['Select', (inputs: Parameters<ShapeRule>[0]) => inputs[1] && [inputs[1].shape]],
]);
