/** Writes .safetensors files, and random ProGANs in the trainer's layout. */
import { createRandom } from '../../../base/random.ts';
import type { Tensor } from '../../graph/tensor.ts';
import type { ProganConfig } from '../../read/safetensors/progan.ts';
import { bytesOf } from '../../read/tensorflow/checkpoint/slices.ts';
import { concat, uint32, utf8 } from '../bytes.ts';

const labels: Record<string, string> = {
  float32: 'F32',
  float64: 'F64',
  float16: 'F16',
  int64: 'I64',
  uint8: 'U8',
};

export function writeSafetensors(
  tensors: ReadonlyMap<string, Tensor>,
  metadata?: Record<string, string>,
): Uint8Array<ArrayBuffer> {
  const header: Record<string, unknown> = metadata === undefined ? {} : { __metadata__: metadata };
  let at = 0;
  for (const [name, { dtype, shape, data }] of tensors) {
    header[name] = { dtype: labels[dtype], shape, data_offsets: [at, at + data.byteLength] };
    at += data.byteLength;
  }
  return withHeader(JSON.stringify(header), concat([...tensors.values()].map(bytesOf)));
}

/** Adds any header, padded with spaces like the format's own library. */
export function withHeader(header: string, data: Uint8Array): Uint8Array<ArrayBuffer> {
  const text = utf8(header.padEnd(Math.ceil(header.length / 8) * 8));
  return concat([uint32(text.length), uint32(0), text, data]);
}

/** Makes unscaled weights under `prefix`: kernels [out, in, height, width] from N(0, 1), biases from N(0, 0.1). */
export function trainedProgan(config: ProganConfig, seed: number, prefix = 'ema'): Map<string, Tensor> {
  const random = createRandom(seed);
  const tensors = new Map<string, Tensor>();
  const fill = (name: string, shape: readonly number[], deviation: number) => {
    const data = new Float32Array(shape.reduce((product, size) => product * size, 1));
    for (let i = 0; i < data.length; i++) data[i] = deviation * random.normal();
    tensors.set(`${prefix}.${name}`, { dtype: 'float32', shape, data });
  };
  let before = config.latent;
  for (let i = 0; 4 * 2 ** i <= config.res; i++) {
    const channels = Math.min(Math.floor(config.base / 2 ** (i + 1)), config.max);
    const taps = i === 0 ? 4 : 3;
    for (const [layer, shape] of [
      ['c0', [channels, before, taps, taps]],
      ['c1', [channels, channels, 3, 3]],
      ['rgb', [3, channels, 1, 1]],
    ] as const) {
      fill(`${layer}.${i}.w`, shape, 1);
      fill(`${layer}.${i}.b`, [shape[0]], 0.1);
    }
    before = channels;
  }
  return tensors;
}
