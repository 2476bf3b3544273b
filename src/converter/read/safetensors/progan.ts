/**
 * Reads a ProGAN in the layout of the project's own trainer: `ema.c0.0.w` and so on, unscaled, [out, in, height, width],
 * with the network's sizes in the metadata entry `config`.
 */
import * as v from 'valibot';
import { ZscapeError } from '../../../base/errors.ts';
import type { Tensor } from '../../graph/tensor.ts';
import { readSafetensors, type Safetensors } from './format.ts';

export interface ProganConfig {
  /** Resolution of the images, in pixels. */
  readonly res: number;
  /** Block b (1 at 4 px) has min(base / 2^b, max) channels. */
  readonly base: number;
  readonly max: number;
  readonly latent: number;
}

export interface ProganLayer {
  /** float32 [height, width, in, out], with the equalized learning rate's scale folded in. */
  readonly kernel: Tensor;
  /** float32 [out] */
  readonly bias: Tensor;
}

export interface ProganWeights {
  readonly config: ProganConfig;
  /** From 4 px up; each with the head for its picture in [-1, 1]. */
  readonly blocks: readonly {
    readonly conv0: ProganLayer;
    readonly conv1: ProganLayer;
    readonly rgb: ProganLayer;
  }[];
}

/** A head as trained when the network had grown to its resolution: `growth.rgb.0.w` and so on. */
export interface GrownHead {
  readonly resolution: number;
  readonly head: ProganLayer;
}

const size = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65536));
const configSchema = v.object({ res: size, base: size, max: size, latent: size });

/**
 * Reads the moving average of the generator (`ema.*`), or the generator itself if there is none.
 * @throws as `readSafetensors`; MODULE_INVALID if the file is not a ProGAN of this layout; TENSOR_INVALID for weights of
 * the wrong shape or type, or that are not finite.
 */
export function readProganSafetensors(bytes: Uint8Array, name: string): ProganWeights {
  const file = readSafetensors(bytes, name);
  const config = readConfig(file, name);
  const prefix = ['ema', 'generator'].find((candidate) => file.tensors.has(`${candidate}.c0.0.w`));
  if (prefix === undefined) {
    throw new ZscapeError(
      'MODULE_INVALID',
      `${name} has no ema.c0.0.w or generator.c0.0.w, so it is not a generator from this project's trainer.`,
    );
  }
  const channels = channelsOf(config);
  const layer = (key: string, shape: readonly number[], gain: number) =>
    layerOf(file, `${prefix}.${key}`, shape, gain, name);
  const blocks = channels.map((output, i) => {
    const [input, taps] = i === 0 ? [config.latent, 4] : [channels[i - 1]!, 3];
    return {
      conv0: layer(`c0.${i}`, [output, input, taps, taps], 2),
      conv1: layer(`c1.${i}`, [output, output, 3, 3], 2),
      rgb: layer(`rgb.${i}`, [3, output, 1, 1], 1),
    };
  });
  return { config, blocks };
}

/** Returns the channels of each block, from 4 px up. */
function channelsOf({ res, base, max }: ProganConfig): number[] {
  const blockCount = Math.log2(res) - 1;
  return Array.from({ length: blockCount }, (_, i) => Math.min(Math.floor(base / 2 ** (i + 1)), max));
}

/** Reads the heads of smaller pictures, from low to high; older files have none. @throws as `readProganSafetensors` */
export function readGrownHeads(bytes: Uint8Array, name: string): GrownHead[] {
  const file = readSafetensors(bytes, name);
  const below = channelsOf(readConfig(file, name)).slice(0, -1);
  return below.flatMap((channels, i) => {
    const key = `growth.rgb.${i}`;
    if (!file.tensors.has(`${key}.w`)) return [];
    return [{ resolution: 4 * 2 ** i, head: layerOf(file, key, [3, channels, 1, 1], 1, name) }];
  });
}

function layerOf(
  file: Safetensors,
  key: string,
  shape: readonly number[],
  gain: number,
  name: string,
): ProganLayer {
  return {
    kernel: scaledKernel(take(file, `${key}.w`, shape, name), gain),
    bias: take(file, `${key}.b`, shape.slice(0, 1), name),
  };
}

function readConfig({ metadata }: Safetensors, name: string): ProganConfig {
  const invalid = (what: string) => new ZscapeError('MODULE_INVALID', `${name} ${what}.`);
  if (!Object.hasOwn(metadata, 'config'))
    throw invalid('does not describe its network in its metadata "config"');
  let json: unknown;
  try {
    json = JSON.parse(metadata.config!);
  } catch {
    throw invalid('has a metadata entry "config" that is not JSON');
  }
  const parsed = v.safeParse(configSchema, json);
  if (!parsed.success) {
    const field = v.getDotPath(parsed.issues[0]) ?? 'the rest';
    throw invalid(
      `must give res, base, max and latent as whole numbers in its metadata "config", but ${field} is not one`,
    );
  }
  const config = parsed.output;
  const doublings = Math.log2(config.res);
  if (!Number.isInteger(doublings) || doublings < 2 || config.res > 1024) {
    throw invalid(`makes pictures of ${config.res} px; a ProGAN makes 4, 8, 16, ... up to 1024`);
  }
  if (config.base < 2 ** (doublings - 1)) throw invalid(`has no channels at ${config.res} px`);
  return config;
}

function take({ tensors }: Safetensors, key: string, shape: readonly number[], name: string): Tensor {
  const tensor = tensors.get(key);
  if (tensor === undefined) throw new ZscapeError('MODULE_INVALID', `${name} has no tensor ${key}.`);
  if (tensor.dtype !== 'float32' || tensor.shape.join() !== shape.join()) {
    throw new ZscapeError(
      'TENSOR_INVALID',
      `${key} of ${name} is ${tensor.dtype} [${tensor.shape.join(', ')}], but its config asks for float32 [${shape.join(', ')}].`,
    );
  }
  if (!(tensor.data as Float32Array).every(Number.isFinite)) {
    throw new ZscapeError(
      'TENSOR_INVALID',
      `${key} of ${name} holds numbers that are not finite. Train it again.`,
    );
  }
  return tensor;
}

/**
 * Transposes [out, in, height, width] to [height, width, in, out], and multiplies by He's constant sqrt(gain / (in height
 * width)) (Karras et al. 2018, 4.1: weights are stored at unit scale and multiplied when the network runs).
 */
function scaledKernel({ shape, data }: Tensor, gain: number): Tensor {
  const [outputs, inputs, height, width] = shape as [number, number, number, number];
  const taps = height * width;
  const scale = Math.sqrt(gain / (inputs * taps));
  const kernel = new Float32Array(data.length);
  let at = 0;
  for (let o = 0; o < outputs; o++) {
    for (let i = 0; i < inputs; i++) {
      for (let tap = 0; tap < taps; tap++)
        kernel[(tap * inputs + i) * outputs + o] = scale * (data[at++] as number);
    }
  }
  return { dtype: 'float32', shape: [height, width, inputs, outputs], data: kernel };
}
