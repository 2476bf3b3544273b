/** A tiny network with random weights in the trainer's layout, against the plain reference. */
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../base/random.ts';
import { emitGraphModel } from '../../emit/modelJson.ts';
import { recogniseProgan } from '../../recognise/progan.ts';
import { RunningModel } from '../../run/tfjs.ts';
import { referenceImage } from '../../testing/progan/reference.ts';
import { trainedProgan, writeSafetensors } from '../../testing/write/safetensors.ts';
import { proganGraph } from './graph.ts';
import { type ProganLayer, readProganSafetensors } from './progan.ts';

const config = { res: 16, base: 20, max: 9, latent: 6 };

function network() {
  const file = writeSafetensors(trainedProgan(config, 5), { config: JSON.stringify(config) });
  return readProganSafetensors(file, 'tiny.safetensors');
}

/** Makes the network up to the block whose head is requested. */
function reference(weights: ReturnType<typeof network>, blocks: number) {
  const layer = ({ kernel, bias }: ProganLayer) => ({
    kernel: { shape: kernel.shape, data: kernel.data as Float32Array },
    bias: bias.data as Float32Array,
  });
  const used = weights.blocks.slice(0, blocks);
  return {
    blocks: used.map(({ conv0, conv1 }) => ({ conv0: layer(conv0), conv1: layer(conv1) })),
    toRgb: layer(used.at(-1)!.rgb),
  };
}

describe('the graph of a trained ProGAN', () => {
  it("gives the reference's pictures at every resolution", async () => {
    const weights = network();
    const graph = proganGraph(weights);
    const { json, shards } = await emitGraphModel(graph, { quantization: 'none' });
    const model = await RunningModel.load({ files: [{ path: 'model.json', bytes: json }, ...shards] });
    const random = createRandom(1);
    const z = Float32Array.from({ length: 2 * config.latent }, () => random.normal());
    for (const [i, output] of graph.outputs.entries()) {
      const blocks = weights.blocks.length - i;
      const { shape, data } = await model.run(z, config.latent, output.ref.node);
      const side = 4 * 2 ** (blocks - 1);
      expect(shape).toEqual([2, side, side, 3]);
      for (const k of [0, 1]) {
        const want = referenceImage(reference(weights, blocks), z.subarray(k * 6, k * 6 + 6));
        const got = data.subarray(k * want.length, (k + 1) * want.length);
        expect(Math.max(...want.map((value, at) => Math.abs(value - got[at]!)))).toBeLessThan(1e-5);
      }
    }
    model.dispose();
  });

  it('is recognised as a ProGAN', () => {
    const found = recogniseProgan(proganGraph(network()));
    expect(found).toMatchObject({ latentSize: 6, resolution: 16, channels: 3 });
    expect(found!.generator.blocks.map(({ resolution, channels }) => [resolution, channels])).toEqual([
      [4, 9],
      [8, 5],
      [16, 2],
    ]);
    expect(found!.generator.latentNorm!.epsilon).toBeCloseTo(1e-8, 12);
    expect(found!.generator.leakySlope).toBeCloseTo(0.2, 6);
    expect(found!.generator.toRgb).toMatchObject({ scale: 1, offset: 0, clip: null });
  });
});
