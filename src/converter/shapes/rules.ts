/**
 * For each op, the shapes of its outputs from the shapes of its inputs, and from the numbers of those inputs that say
 * shapes (axes, paddings, sizes). All shapes are definite here; `infer.ts` says how an unknown batch comes in.
 */

import { attr, type GraphNode } from '../graph/graph.ts';
import { broadcastShapes } from '../interpret/broadcast.ts';
import { convolutionRules } from './convolutionRules.ts';
import { layoutRules } from './layoutRules.ts';

export type Shape = readonly number[];

export interface RuleInput {
  readonly shape: Shape;
  /** Its numbers, when they are known and few. */
  readonly values: readonly number[] | undefined;
}

/** Undefined when the inputs do not say enough. */
export type ShapeRule = (inputs: readonly RuleInput[], node: GraphNode) => readonly Shape[] | undefined;

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

const rules: ReadonlyMap<string, ShapeRule> = new Map([
  ...all(sameAsFirstOps, sameAsFirst),
  ...all(broadcastOps, broadcast),
  ...all(['Mean Sum Prod Max Min All Any'], reduce),
  ...all(['FusedBatchNorm FusedBatchNormV2 FusedBatchNormV3'], batchNorm),
  ...all(['Rank Size'], scalar),
  ['IdentityN', (inputs) => inputs.map(({ shape }) => shape)],
  ['Select', (inputs) => inputs[1] && [inputs[1].shape]],
  ...Object.entries(layoutRules),
  ...Object.entries(convolutionRules),
]);

export function ruleOf(op: string): ShapeRule | undefined {
  return rules.get(op);
}
