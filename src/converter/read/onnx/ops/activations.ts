/** Activations, each made of ops that every backend of TF.js has. x stands for the input, and names are those of ONNX. */
import { float } from '../../../graph/attributes.ts';
import type { Ref } from '../../../graph/graph.ts';
import {
  axisIn,
  type Call,
  emit,
  inputOf,
  inputShape,
  like,
  scalar,
  type Translate,
  type TranslateTable,
} from '../call.ts';
import { placeOf } from '../held.ts';
import { Obstacle } from '../obstacle.ts';
import { aligned } from './broadcasting.ts';

/** Default coefficients as ONNX's specification rounds them to float32. */
const seluAlpha = 1.6732631921768188;
const seluGamma = 1.0507010221481323;

/** Builds the steps of one activation under the names of a call. */
class Steps {
  readonly x: Ref;
  readonly #call: Call;
  #count = 0;

  constructor(call: Call) {
    this.#call = call;
    this.x = inputOf(call, 0).ref;
  }

  do(op: string, ...inputs: (Ref | number)[]): Ref {
    const name = `step_${this.#count++}`;
    const refs = inputs.map((input) =>
      typeof input === 'number' ? scalar(this.#call, `${name}_number`, input) : input,
    );
    return emit(this.#call, op, name, refs);
  }
}

const steps =
  (build: (steps: Steps, call: Call) => Ref): Translate =>
  (call) =>
    like(inputOf(call, 0), build(new Steps(call), call));

function leaky(call: Call, slope: number): Ref {
  const { ref } = inputOf(call, 0);
  // Backends may compute max(x, slope * x), which is equivalent for these slopes only.
  if (slope >= 0 && slope <= 1) return emit(call, 'LeakyRelu', '', [ref], { alpha: float(slope) });
  const s = new Steps(call);
  return s.do('Sub', s.do('Relu', s.x), s.do('Mul', s.do('Relu', s.do('Neg', s.x)), slope));
}

/** Slopes per channel come last here, where every backend accepts them; other slopes are applied by multiplication. */
const prelu: Translate = (call) => {
  const x = inputOf(call, 0);
  const slope = inputOf(call, 1);
  const numbers = call.emitter.numbers(slope.ref);
  if (numbers?.length === 1) return like(x, leaky(call, numbers[0]!));
  const { refs, order } = aligned(call, [x, slope]);
  const [picture, slopes] = refs as [Ref, Ref];
  const constant = call.emitter.constantAt(slopes);
  if (constant?.shape.length === 1 && constant.shape[0] === call.emitter.shape(picture).at(-1)) {
    return { ref: emit(call, 'Prelu', '', [picture, slopes]), order };
  }
  const positive = emit(call, 'Relu', 'positive', [picture]);
  const negative = emit(call, 'Relu', 'negative', [emit(call, 'Neg', 'turned', [picture])]);
  return { ref: emit(call, 'Sub', '', [positive, emit(call, 'Mul', 'sloped', [negative, slopes])]), order };
};

/** Computes scale * alpha * (exp(x) - 1) below zero, scale * x above. */
function exponential(s: Steps, alpha: number, scale: number): Ref {
  if (alpha === 1 && scale === 1) return s.do('Elu', s.x);
  const below = s.do('Mul', s.do('Elu', s.do('Minimum', s.x, 0)), alpha * scale);
  const above = s.do('Relu', s.x);
  return s.do('AddV2', scale === 1 ? above : s.do('Mul', above, scale), below);
}

function hardSigmoid(s: Steps, alpha: number, beta: number): Ref {
  const line = s.do('AddV2', s.do('Mul', s.x, alpha), beta);
  return s.do('ClipByValue', line, 0, 1);
}

/** x times the share of a normal distribution below it, or its approximation by tanh. */
const gelu = steps((s, call) => {
  const half = s.do('Mul', s.x, 0.5);
  if (call.attributes.text('approximate', 'none') === 'tanh') {
    const cube = s.do('Mul', s.do('Mul', s.do('Square', s.x), s.x), 0.044715);
    const inner = s.do('Mul', s.do('AddV2', s.x, cube), Math.sqrt(2 / Math.PI));
    return s.do('Mul', half, s.do('AddV2', s.do('Tanh', inner), 1));
  }
  return s.do('Mul', half, s.do('AddV2', s.do('Erf', s.do('Mul', s.x, Math.SQRT1_2)), 1));
});

/** Since opset 13 along one axis, the last by default; before, along all axes starting with one, the second by default. */
const softmax: Translate = (call) => {
  const x = inputOf(call, 0);
  const rank = x.order.length;
  const since13 = call.opset >= 13;
  const axis = axisIn(call.attributes.int('axis', since13 ? -1 : 1), rank);
  const axes = since13
    ? [axis]
    : inputShape(call, 0).flatMap((size, i) => (i >= axis && size !== 1 ? [i] : []));
  const places = axes.map((one) => placeOf(x, one));
  if (places.length === 1 && places[0] === rank - 1) return like(x, emit(call, 'Softmax', '', [x.ref]));
  if (places.length === 0) throw new Obstacle('is a softmax over single numbers');
  const over = call.emitter.integers(`${call.name}/axes`, places);
  const keep = { keep_dims: { kind: 'bool', value: true } };
  const most = emit(call, 'Max', 'most', [x.ref, over], keep);
  const powers = emit(call, 'Exp', 'powers', [emit(call, 'Sub', 'below', [x.ref, most])]);
  const sum = emit(call, 'Sum', 'sum', [powers, over], keep);
  return like(x, emit(call, 'RealDiv', '', [powers, sum]));
};

export const activationOps: TranslateTable = {
  LeakyRelu: (call) => like(inputOf(call, 0), leaky(call, call.attributes.float('alpha', 0.01))),
  PRelu: prelu,
  Elu: steps((s, { attributes }) => exponential(s, attributes.float('alpha', 1), 1)),
  Selu: steps((s, { attributes }) =>
    exponential(s, attributes.float('alpha', seluAlpha), attributes.float('gamma', seluGamma)),
  ),
  Celu: steps((s, { attributes }) => {
    const alpha = attributes.float('alpha', 1);
    const below = s.do('Elu', s.do('Mul', s.do('Minimum', s.x, 0), 1 / alpha));
    return s.do('AddV2', s.do('Relu', s.x), s.do('Mul', below, alpha));
  }),
  Softsign: steps((s) => s.do('RealDiv', s.x, s.do('AddV2', s.do('Abs', s.x), 1))),
  HardSigmoid: steps((s, { attributes }) =>
    hardSigmoid(s, attributes.float('alpha', 0.2), attributes.float('beta', 0.5)),
  ),
  HardSwish: steps((s) => s.do('Mul', s.x, hardSigmoid(s, 1 / 6, 0.5))),
  Gelu: gelu,
  Mish: steps((s) => s.do('Mul', s.x, s.do('Tanh', s.do('Softplus', s.x)))),
  Softmax: softmax,
};
