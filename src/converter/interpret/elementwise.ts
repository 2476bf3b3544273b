/** Ops that work number by number, with NumPy's broadcasting. */

import { dtypeOf } from '../graph/dtypes.ts';
import { attr, type GraphNode } from '../graph/graph.ts';
import { allocate, type Value, type ValueType, valueTypeOf } from '../graph/value.ts';
import { broadcastShapes, broadcastStrides } from './broadcast.ts';
import { inputAt, type Kernel, type KernelTable, misfit } from './kernel.ts';
import { gathered } from './move.ts';

type Unary = (x: number) => number;
type Binary = (a: number, b: number) => number;

const isInteger = (dtype: ValueType): boolean => dtype === 'int32' || dtype === 'int64';

function unary(f: Unary): Kernel {
  return (inputs, node) => {
    const x = inputAt(inputs, 0, node);
    return [mapped(x, x.dtype, f)];
  };
}

function mapped(x: Value, dtype: ValueType, f: Unary): Value {
  const out = allocate(dtype, x.shape);
  for (let i = 0; i < out.data.length; i++) out.data[i] = f(x.data[i]!);
  return out;
}

/** Applies f to each pair of the two broadcast values. */
export function zipped(a: Value, b: Value, dtype: ValueType, f: Binary, node: GraphNode): Value {
  const shape = broadcastShapes(a.shape, b.shape);
  if (shape === undefined) {
    throw misfit(node, `cannot combine shapes [${a.shape.join(', ')}] and [${b.shape.join(', ')}]`);
  }
  const out = allocate(dtype, shape);
  const count = out.data.length;
  if (a.data.length === count && b.data.length === count) {
    for (let i = 0; i < count; i++) out.data[i] = f(a.data[i]!, b.data[i]!);
    return out;
  }
  const stepsA = broadcastStrides(a.shape, shape);
  const stepsB = broadcastStrides(b.shape, shape);
  const index = new Int32Array(shape.length);
  let atA = 0;
  let atB = 0;
  for (let i = 0; i < count; i++) {
    out.data[i] = f(a.data[atA]!, b.data[atB]!);
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      atA += stepsA[axis]!;
      atB += stepsB[axis]!;
      if (++index[axis]! < shape[axis]!) break;
      index[axis] = 0;
      atA -= stepsA[axis]! * shape[axis]!;
      atB -= stepsB[axis]! * shape[axis]!;
    }
  }
  return out;
}

function binary(f: Binary): Kernel {
  return (inputs, node) => {
    const a = inputAt(inputs, 0, node);
    return [zipped(a, inputAt(inputs, 1, node), a.dtype, f, node)];
  };
}

function comparison(f: (a: number, b: number) => boolean): Kernel {
  return (inputs, node) => [
    zipped(inputAt(inputs, 0, node), inputAt(inputs, 1, node), 'bool', (a, b) => (f(a, b) ? 1 : 0), node),
  ];
}

/** Integer division rounds towards zero, as in C. */
const divide: Kernel = (inputs, node) => {
  const a = inputAt(inputs, 0, node);
  const f: Binary = isInteger(a.dtype) ? (x, y) => Math.trunc(x / y) : (x, y) => x / y;
  return [zipped(a, inputAt(inputs, 1, node), a.dtype, f, node)];
};

const addN: Kernel = (inputs, node) => [
  inputs
    .slice(1)
    .reduce((sum, x) => zipped(sum, x, sum.dtype, (a, b) => a + b, node), inputAt(inputs, 0, node)),
];

const leakyRelu: Kernel = (inputs, node) => {
  const alpha = attr(node, 'alpha', 'float') ?? 0.2;
  const x = inputAt(inputs, 0, node);
  return [mapped(x, x.dtype, (v) => (v >= 0 ? v : v * alpha))];
};

const cast: Kernel = (inputs, node) => {
  const x = inputAt(inputs, 0, node);
  const wish = dtypeOf(attr(node, 'DstT', 'type') ?? 0);
  if (wish === undefined) throw misfit(node, 'casts to a type that no generator needs');
  const dtype = valueTypeOf(wish);
  if (dtype === x.dtype) return [x];
  if (dtype === 'bool') return [mapped(x, dtype, (v) => (v === 0 ? 0 : 1))];
  return [mapped(x, dtype, isInteger(dtype) ? Math.trunc : (v) => v)];
};

const select: Kernel = (inputs, node) => {
  const [condition, a, b] = [0, 1, 2].map((i) => inputAt(inputs, i, node)) as [Value, Value, Value];
  // `Select` treats a vector as one choice for each row of the others.
  const perRow = node.op === 'Select' && condition.shape.length === 1 && a.shape.length > 1;
  const own = perRow ? [...condition.shape, ...a.shape.slice(1).map(() => 1)] : condition.shape;
  const branches = broadcastShapes(a.shape, b.shape);
  const shape = branches && broadcastShapes(own, branches);
  if (shape === undefined) throw misfit(node, 'cannot combine the shapes of its inputs');
  const [choice, yes, no] = [{ ...condition, shape: own }, a, b].map((x) =>
    gathered(x, shape, broadcastStrides(x.shape, shape)),
  ) as [Value, Value, Value];
  const out = allocate(a.dtype, shape);
  for (let i = 0; i < out.data.length; i++) out.data[i] = choice.data[i] ? yes.data[i]! : no.data[i]!;
  return [out];
};

const identity: Kernel = (inputs, node) => [inputAt(inputs, 0, node)];

/** Uses the series and continued fraction in double precision, because Abramowitz and Stegun 7.1.26 is too coarse. */
function erf(x: number): number {
  const a = Math.abs(x);
  if (a > 6) return Math.sign(x);
  if (a < 2.5) {
    let term = a;
    let sum = a;
    for (let n = 1; n < 60 && Math.abs(term) > 1e-17 * sum; n++) {
      term *= (-a * a) / n;
      sum += term / (2 * n + 1);
    }
    return (Math.sign(x) * 2 * sum) / Math.sqrt(Math.PI);
  }
  let fraction = 0;
  for (let n = 60; n >= 1; n--) fraction = n / 2 / (a + fraction);
  return Math.sign(x) * (1 - Math.exp(-a * a) / (Math.sqrt(Math.PI) * (a + fraction)));
}

const add: Binary = (a, b) => a + b;
/** Rounds halves to even, as TensorFlow does. */
function round(x: number): number {
  const r = Math.round(x);
  return Math.abs(x % 1) === 0.5 && r % 2 !== 0 ? r - 1 : r;
}
const sigmoid: Unary = (x) => 1 / (1 + Math.exp(-x));
const softplus: Unary = (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));

export const elementwiseKernels: KernelTable = {
  Identity: identity,
  IdentityN: (inputs) => inputs,
  StopGradient: identity,
  Snapshot: identity,
  PreventGradient: identity,
  Neg: unary((x) => -x),
  Abs: unary(Math.abs),
  Square: unary((x) => x * x),
  Sqrt: unary(Math.sqrt),
  Rsqrt: unary((x) => 1 / Math.sqrt(x)),
  Reciprocal: unary((x) => 1 / x),
  Exp: unary(Math.exp),
  Expm1: unary(Math.expm1),
  Log: unary(Math.log),
  Log1p: unary(Math.log1p),
  Sin: unary(Math.sin),
  Cos: unary(Math.cos),
  Tanh: unary(Math.tanh),
  Sigmoid: unary(sigmoid),
  Softplus: unary(softplus),
  Softsign: unary((x) => x / (1 + Math.abs(x))),
  Relu: unary((x) => Math.max(x, 0)),
  Relu6: unary((x) => Math.min(Math.max(x, 0), 6)),
  Elu: unary((x) => (x >= 0 ? x : Math.expm1(x))),
  Selu: unary((x) => 1.0507009873554805 * (x >= 0 ? x : 1.6732632423543772 * Math.expm1(x))),
  Erf: unary(erf),
  Floor: unary(Math.floor),
  Ceil: unary(Math.ceil),
  Round: unary(round),
  Sign: unary(Math.sign),
  LogicalNot: unary((x) => (x ? 0 : 1)),
  LeakyRelu: leakyRelu,
  Cast: cast,
  Add: binary(add),
  AddV2: binary(add),
  AddN: addN,
  BiasAdd: binary(add),
  Sub: binary((a, b) => a - b),
  Mul: binary((a, b) => a * b),
  RealDiv: binary((a, b) => a / b),
  Div: divide,
  FloorDiv: binary((a, b) => Math.floor(a / b)),
  FloorMod: binary((a, b) => a - b * Math.floor(a / b)),
  Maximum: binary((a, b) => Math.max(a, b)),
  Minimum: binary((a, b) => Math.min(a, b)),
  Pow: binary((a, b) => a ** b),
  SquaredDifference: binary((a, b) => (a - b) * (a - b)),
  Prelu: binary((x, slope) => (x >= 0 ? x : x * slope)),
  Greater: comparison((a, b) => a > b),
  GreaterEqual: comparison((a, b) => a >= b),
  Less: comparison((a, b) => a < b),
  LessEqual: comparison((a, b) => a <= b),
  Equal: comparison((a, b) => a === b),
  NotEqual: comparison((a, b) => a !== b),
  LogicalAnd: comparison((a, b) => a !== 0 && b !== 0),
  LogicalOr: comparison((a, b) => a !== 0 || b !== 0),
  Select: select,
  SelectV2: select,
  ClipByValue: (inputs, node) => {
    const x = inputAt(inputs, 0, node);
    const above = zipped(x, inputAt(inputs, 1, node), x.dtype, (a, b) => Math.max(a, b), node);
    return [zipped(above, inputAt(inputs, 2, node), x.dtype, (a, b) => Math.min(a, b), node)];
  },
};
