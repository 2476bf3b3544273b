/** The activations that Keras layers can name. */
import { float } from '../../../graph/attributes.ts';
import type { Ref } from '../../../graph/graph.ts';
import { each } from './channels.ts';
import { type BuildLayer, type LayerCall, type LayerTensor, only, unsupported } from './layerCall.ts';
import type { LayerConfig } from './layerConfig.ts';

/** An activation's builder. The call of its layer names its nodes. */
type Activation = (make: Make, x: Ref, call: LayerCall) => Ref;
/** Adds a node; numbers become constants. */
type Make = (op: string, ...inputs: (Ref | number)[]) => Ref;

const op =
  (name: string): Activation =>
  (make, x) =>
    make(name, x);

const clipped = (make: Make, x: Ref, low: number, high: number): Ref =>
  make('Minimum', make('Maximum', x, low), high);

/** x / 5 + 1 / 2 before Keras 3, since then x / 6 + 1 / 2, clipped to [0, 1]. */
const hardSigmoid: Activation = (make, x, { writer }) => {
  const slope = writer.hardSigmoid === 'sixths' ? 1 / 6 : 0.2;
  return clipped(make, make('AddV2', make('Mul', x, slope), 0.5), 0, 1);
};

const hardSilu: Activation = (make, x) =>
  make('Mul', x, clipped(make, make('AddV2', make('Mul', x, 1 / 6), 0.5), 0, 1));

/** x Phi(x) = x (1 + erf(x / sqrt 2)) / 2. Hendrycks and Gimpel, 2016. */
const gelu: Activation = (make, x) => {
  const bell = make('Erf', make('Mul', x, Math.SQRT1_2));
  return make('Mul', make('Mul', x, 0.5), make('AddV2', bell, 1));
};

const geluByTanh: Activation = (make, x) => {
  const cubed = make('Mul', make('Mul', x, make('Square', x)), 0.044715);
  const bell = make('Tanh', make('Mul', make('AddV2', x, cubed), Math.sqrt(2 / Math.PI)));
  return make('Mul', make('Mul', x, 0.5), make('AddV2', bell, 1));
};

const silu: Activation = (make, x) => make('Mul', x, make('Sigmoid', x));

const activations: Readonly<Record<string, Activation>> = {
  linear: (_, x) => x,
  tanh: op('Tanh'),
  sigmoid: op('Sigmoid'),
  relu: op('Relu'),
  relu6: op('Relu6'),
  elu: op('Elu'),
  selu: op('Selu'),
  softplus: op('Softplus'),
  softmax: op('Softmax'),
  exponential: op('Exp'),
  swish: silu,
  silu,
  hard_sigmoid: hardSigmoid,
  hard_silu: hardSilu,
  hard_swish: hardSilu,
  hard_tanh: (make, x) => clipped(make, x, -1, 1),
  softsign: (make, x) => make('RealDiv', x, make('AddV2', make('Abs', x), 1)),
  gelu,
  gelu_new: geluByTanh,
  mish: (make, x) => make('Mul', x, make('Tanh', make('Softplus', x))),
  leaky_relu: (make, x) => make('LeakyRelu', x),
  log_sigmoid: (make, x) => make('Neg', make('Softplus', make('Neg', x))),
  log_softmax: (make, x) => make('Log', make('Softmax', x)),
  tanh_shrink: (make, x) => make('Sub', x, make('Tanh', x)),
  squareplus: (make, x) =>
    make('Mul', make('AddV2', x, make('Sqrt', make('AddV2', make('Square', x), 4))), 0.5),
};

/** An activation in a layer's configuration: a name, a function of Keras 3, or a layer. */
export interface NamedActivation {
  readonly kind: string;
  readonly config: LayerConfig;
}

/** Reads an activation. @returns undefined if it has none of the forms that Keras writes. */
function namedActivation(given: unknown): NamedActivation | undefined {
  if (given === undefined || given === null) return { kind: 'linear', config: {} };
  if (typeof given === 'string') return { kind: given, config: {} };
  if (typeof given !== 'object') return undefined;
  const { class_name, config } = given as { class_name?: unknown; config?: unknown };
  if (class_name === 'function' && typeof config === 'string') return { kind: config, config: {} };
  if (typeof class_name !== 'string') return undefined;
  const settings = typeof config === 'object' && config !== null ? (config as LayerConfig) : {};
  return { kind: class_name, config: settings };
}

/** Normalises a name: Keras 2 writes some activations as `LeakyReLU`, TF.js 1 as `hardSigmoid`. */
function plainName(kind: string): string {
  return kind
    .replace(/^(keras|tf)\..*\./, '')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase();
}

function isActivation(kind: string): boolean {
  return Object.hasOwn(activations, plainName(kind));
}

function activated(call: LayerCall, kind: string, x: Ref): Ref {
  const name = plainName(kind);
  const activation = Object.hasOwn(activations, name) ? activations[name] : undefined;
  if (activation === undefined)
    throw unsupported(call.name, `has the unknown activation "${kind.slice(0, 80)}"`);
  const { builder } = call;
  const make: Make = (opName, ...inputs) =>
    builder.add(
      opName,
      `${call.name}/${opName}`,
      inputs.map((input) =>
        typeof input === 'number' ? builder.floats(`${call.name}/${opName}/number`, [input], []) : input,
      ),
      opName === 'LeakyRelu' ? { alpha: float(0.2) } : {},
    );
  return activation(make, x, call);
}

/**
 * Returns the layer's result with the activation that its configuration names; this may also be a layer
 * (`activationLayers`).
 */
export function finished(call: LayerCall, x: LayerTensor, key = 'activation'): LayerTensor {
  const named = namedActivation(call.config[key]);
  if (named === undefined) throw unsupported(call.name, 'has an activation that cannot be read');
  const { kind, config } = named;
  const layer =
    Object.keys(config).length > 0 || !isActivation(kind) ? activationLayers.get(kind) : undefined;
  if (layer !== undefined) return layer({ ...call, config, inputs: [x] });
  // Softmax works along the last axis, which changes if the channels are moved.
  if (plainName(kind).endsWith('softmax')) return { ref: activated(call, kind, x.ref), shape: x.shape };
  return each(x, (ref) => activated(call, kind, ref));
}

/** Layers that an activation may name; registered by the files that build them. */
export const activationLayers = new Map<string, BuildLayer>();

/** A layer that is only an activation of that name. */
export const named =
  (kind: string): BuildLayer =>
  (call) => {
    const x = only(call);
    return each(x, (ref) => activated(call, kind, ref));
  };
