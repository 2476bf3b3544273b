/** jax-js: the same layers written for it, compiled by `jit`, on WebGPU (or on WASM, if asked for by name). */
import type * as Jax from '@jax-js/jax';
// Imported whole, not by name: where the package is missing, the bundler would find no names.
import * as jax from '@jax-js/jax';
import type { ProganGenerator } from '../../src/bundle/schema/manifest.ts';
import { channelsFirst } from '../models/onnx.ts';
import type { ContestantModule } from './contestant.ts';

type Tensor = Jax.Array;

export const start: ContestantModule['start'] = async ({ backend }, bundle) => {
  const { defaultDevice, init, jit, lax, nn, numpy } = jax;
  if (backend !== 'webgpu' && backend !== 'wasm') throw new Error(`jax-js has no ${backend}`);
  if (!(await init(backend)).includes(backend)) throw new Error(`jax-js found no ${backend} here`);
  defaultDevice(backend);
  const { manifest, weights } = bundle;
  const generator = manifest.generator as ProganGenerator;
  const { blocks, toRgb, leakySlope, latentNorm, pixelNorm } = generator;
  const { size } = manifest.latent;

  const parameters: Tensor[] = [];
  /** Where a convolution's kernel [out, in, h, w] and bias [1, out, 1, 1] are among the parameters. */
  const place = (names: { kernel: string; bias: string }): number => {
    const kernel = weights.floats(names.kernel);
    const bias = weights.floats(names.bias).data;
    const [h = 0, w = 0, from = 0, to = 0] = kernel.shape;
    const first = channelsFirst(kernel.data, kernel.shape);
    return (
      parameters.push(
        numpy.array(first).reshape([to, from, h, w]),
        numpy.array(bias).reshape([1, to, 1, 1]),
      ) - 2
    );
  };
  const places = blocks.map(({ conv0, conv1 }) => [place(conv0), place(conv1)] as const);
  const head = place(toRgb);

  const norm = (x: Tensor, epsilon: number): Tensor =>
    x.ref.div(numpy.sqrt(numpy.mean(numpy.square(x), 1, { keepdims: true }).add(epsilon)));
  const network = jit((z: Tensor, all: Tensor[]) => {
    const convolve = (x: Tensor, at: number, pad: number): Tensor => {
      const padding = [
        [pad, pad],
        [pad, pad],
      ];
      return lax.convGeneralDilated(x, all[at]!.ref, [1, 1], padding).add(all[at + 1]!.ref);
    };
    const layer = (x: Tensor, at: number, pad: number): Tensor =>
      norm(nn.leakyRelu(convolve(x, at, pad), leakySlope), pixelNorm.epsilon);
    let x = latentNorm ? norm(z, latentNorm.epsilon) : z;
    places.forEach(([first, second], i) => {
      const wide = i === 0 ? x : numpy.repeat(numpy.repeat(x, 2, 2), 2, 3);
      x = layer(layer(wide, first, i === 0 ? blocks[0]!.resolution - 1 : 1), second, 1);
    });
    const image = convolve(x, head, 0).mul(toRgb.scale).add(toRgb.offset);
    const clipped = toRgb.clip ? numpy.clip(image, toRgb.clip[0], toRgb.clip[1]) : image;
    return clipped.transpose([0, 2, 3, 1]); // [n, h, w, rgb]
  });

  return {
    detail: `jit, ${backend}`,
    async run(zs) {
      const flat = new Float32Array(zs.length * size);
      for (const [i, z] of zs.entries()) flat.set(z, i * size);
      const z = numpy.array(flat).reshape([zs.length, size, 1, 1]);
      const values = await network(
        z,
        parameters.map((parameter) => parameter.ref),
      ).data();
      return values.subarray(values.length - values.length / zs.length);
    },
  };
};
