/** The ops that TF.js 4.22 runs on every backend and that the converter's own interpreter can check. */
import { ZscapeError } from '../../base/errors.ts';
import { attr, type Graph } from '../graph/graph.ts';

export const supportedOps: ReadonlySet<string> = new Set(
  [
    'Const Placeholder Identity StopGradient Snapshot',
    'Neg Abs Square Sqrt Rsqrt Reciprocal Exp Expm1 Log Log1p Sin Cos Tanh Sigmoid Softplus Relu Relu6 Elu Selu Erf',
    'Floor Ceil Round Sign LogicalNot LeakyRelu Prelu Cast ClipByValue Softmax',
    'Add AddV2 AddN BiasAdd Sub Mul RealDiv FloorDiv FloorMod Maximum Minimum Pow SquaredDifference',
    'Greater GreaterEqual Less LessEqual Equal NotEqual LogicalAnd LogicalOr Select SelectV2',
    'Mean Sum Prod Max Min All Any',
    'Reshape ExpandDims Squeeze Shape Fill Range ZerosLike OnesLike',
    'ConcatV2 Pack Unpack Slice StridedSlice Split SplitV Gather GatherV2 Transpose Tile BroadcastTo Pad PadV2 MirrorPad',
    'BatchToSpaceND SpaceToBatchND DepthToSpace ResizeNearestNeighbor ResizeBilinear',
    'Conv2D DepthwiseConv2dNative Conv2DBackpropInput MatMul BatchMatMul BatchMatMulV2 AvgPool MaxPool',
    'FusedBatchNorm FusedBatchNormV2 FusedBatchNormV3 _FusedConv2D _FusedMatMul',
  ].flatMap((line) => line.split(' ')),
);

/** Checks all ops. @throws OPS_UNSUPPORTED naming every op that cannot be run, each with its nodes. */
export function checkSupported(graph: Graph): void {
  const nodesOf = new Map<string, string[]>();
  let total = 0;
  for (const node of graph.nodes.values()) {
    const format = attr(node, 'data_format', 'string') ?? 'NHWC';
    if (supportedOps.has(node.op) && format === 'NHWC') continue;
    const what = supportedOps.has(node.op) ? `${node.op} of channels first, ${format}` : node.op;
    const names = nodesOf.get(what) ?? [];
    names.push(node.name);
    nodesOf.set(what, names);
    total += 1;
  }
  if (total === 0) return;
  const ops = [...nodesOf].sort(([a], [b]) => (a < b ? -1 : 1));
  const list = ops.slice(0, mostOps).map(([op, names]) => `${op} (${listed(names)})`);
  if (ops.length > mostOps) list.push(`and ${ops.length - mostOps} more ops`);
  throw new ZscapeError(
    'OPS_UNSUPPORTED',
    `The graph needs ${total} node${total === 1 ? '' : 's'} of ops that TF.js or this converter cannot run: ${list.join('; ')}.`,
  );
}

/** The most ops listed in one sentence: a graph of another kind can have thousands. */
const mostOps = 12;
const mostNames = 4;

function listed(names: readonly string[]): string {
  const shown = names.slice(0, mostNames).map((name) => `"${name}"`);
  return `${shown.join(', ')}${names.length > mostNames ? ` and ${names.length - mostNames} more` : ''}`;
}
