/**
 * Equalized learning rate (Karras et al. 2018, section 4.1): weights are stored with spread 1 and scaled at run time by the
 * constant c of He's initialisation (He et al. 2015). Adam's step does not depend on the length of the gradient, so this makes it
 * the same relative size in every layer.
 */
import { createRandom } from '../../base/random.ts';
import { adamStep } from './adam.ts';

/** A layer's kernel as used, HWIO or [in, out], with every constant folded in. */
export interface Kernel {
  shape: readonly number[];
  data: Float32Array;
}

/** A layer's figures for its trained weights, and for weights from He's initialisation. */
export interface LayerRates {
  trained: LayerRate;
  drawn: LayerRate;
}

export interface LayerRate {
  /** Fan-in: the number of inputs of one output, height * width * inputs. */
  fanIn: number;
  /** He's constant, sqrt(2 / fan-in); sqrt(1 / fan-in) for a layer without an activation. */
  he: number;
  /** Standard deviation of the weights as used (w), and as the trainer stores them (w / c). */
  spread: { used: number; kept: number };
  /** The change by one step of Adam relative to the layer's weights: on w itself, and on w / c. */
  step: { plain: number; equalized: number };
}

/** The most weights that Adam's step is computed on; a larger layer uses every k-th. */
const mostStepped = 1 << 15;

/**
 * Returns the fan-in of a layer. The first layer counts as a convolution of z padded with zeros, as in the paper's code and in our
 * trainer.
 * @param shape of the kernel; its last entry is the number of outputs
 */
export function fanIn(shape: readonly number[]): number {
  return shape.slice(0, -1).reduce((product, n) => product * n, 1);
}

/** Returns He's constant. @param linear the layer has no activation, so it needs no factor for the variance that one removes */
export function heConstant(shape: readonly number[], linear = false): number {
  return Math.sqrt((linear ? 1 : 2) / fanIn(shape));
}

/** Returns the figures of a layer as trained and as initialised. @param linear the layer has no activation @param seed of the initial weights */
export function layerRates(kernel: Kernel, linear: boolean, seed: number): LayerRates {
  const he = heConstant(kernel.shape, linear);
  const random = createRandom(seed);
  const data = Float32Array.from(
    { length: Math.min(kernel.data.length, mostStepped) },
    () => he * random.normal(),
  );
  return {
    trained: layerRate(kernel, linear, seed),
    drawn: layerRate({ shape: kernel.shape, data }, linear, seed),
  };
}

/**
 * Computes the effect of the equalized learning rate on a layer: its constant, its weights with and without it, and one step of Adam on
 * both. The gradient is drawn from N(0, 1), because the first step of Adam depends only on its signs; by the chain rule it is multiplied
 * by c for w / c.
 */
export function layerRate({ shape, data }: Kernel, linear: boolean, seed: number): LayerRate {
  const he = heConstant(shape, linear);
  const used = standardDeviation(data);
  const every = Math.max(1, Math.ceil(data.length / mostStepped));
  const w = Float64Array.from({ length: Math.ceil(data.length / every) }, (_, i) => data[i * every]!);
  const random = createRandom(seed);
  const gradient = Float64Array.from(w, () => random.normal());
  const plain = adamStep(w, gradient);
  const kept = w.map((value) => value / he);
  const equalized = adamStep(
    kept,
    gradient.map((value) => he * value),
  );
  return {
    fanIn: fanIn(shape),
    he,
    spread: { used, kept: used / he },
    step: { plain: relativeChange(w, plain), equalized: relativeChange(kept, equalized) },
  };
}

/** Returns the root mean square of the change over that of the weights; 0 if the weights are all 0. */
function relativeChange(before: Float64Array, after: Float64Array): number {
  let change = 0;
  let whole = 0;
  for (let i = 0; i < before.length; i++) {
    change += (after[i]! - before[i]!) ** 2;
    whole += before[i]! ** 2;
  }
  return whole > 0 ? Math.sqrt(change / whole) : 0;
}

function standardDeviation(values: Float32Array): number {
  if (values.length === 0) return 0;
  let sum = 0;
  for (const value of values) sum += value;
  const mean = sum / values.length;
  let squares = 0;
  for (const value of values) squares += (value - mean) ** 2;
  return Math.sqrt(squares / values.length);
}

/** Returns the ratio of the largest to the smallest; 1 for an empty list. */
export function timesApart(values: readonly number[]): number {
  const smallest = Math.min(...values);
  return values.length > 0 && smallest > 0 ? Math.max(...values) / smallest : 1;
}
