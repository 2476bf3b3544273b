/** Damaged modules through the whole converter: each gives a bundle or an error of ours, soon, and never anything else. */
import { fromBinary, toBinary } from '@bufbuild/protobuf';
import { describe, expect, it } from 'vitest';
import { parseBundle } from '../bundle/schema/manifest.ts';
import { type ModuleFiles, memoryFiles } from './archive/files.ts';
import { nodeDecompress } from './archive/formats/decompress.node.ts';
import { openArchive } from './archive/open.ts';
import { convert } from './convert.ts';
import { SavedModelSchema } from './read/proto/gen/tensorflow/saved_model_pb.ts';
import { bytesSource } from './testing/bytesSource.ts';
import { fuzz } from './testing/fuzz.ts';
import { mutate } from './testing/mutate/bytes.ts';
import { mutateGraph } from './testing/mutate/graph.ts';
import { proganModule } from './testing/progan/module.ts';
import { tarGzOf } from './testing/write/pack.ts';

const layout = { latent: 4, channels: [3, 2] };
const modules = [
  proganModule(layout),
  proganModule(layout, { era: 'tf1.7', progress: 'global_step', clip: [0, 1] }),
  proganModule(layout, {
    variables: 'resource',
    activation: 'leaky_relu',
    upsample: 'resize',
    partsOf: (name) => (name.endsWith('kernel') ? 2 : undefined),
    compression: 'snappy',
  }),
];

/**
 * Converts without verification and calibration, and checks that the result is at least a bundle that its own schema
 * accepts.
 */
async function convertAll(files: ModuleFiles): Promise<void> {
  const { manifest } = await convert(files, {
    id: 'fuzz',
    quantization: 'float16',
    verify: 0,
    calibration: 'none',
  });
  parseBundle(JSON.parse(JSON.stringify(manifest)), 'zscape.json');
}

describe('the converter on damaged modules', () => {
  it('converts each of them whole and undamaged', async () => {
    for (const files of modules) await convertAll(memoryFiles(files));
  });

  it('the archive is mutated', async () => {
    const archive = await tarGzOf(modules[0]!);
    const { read } = await fuzz('converted archives', 700, async (random) => {
      const source = bytesSource('damaged.tar.gz', mutate(archive, random));
      await convertAll(await openArchive(source, { decompress: nodeDecompress }));
    });
    expect(read).toBeLessThan(100);
  }, 120_000);

  it('the graph is mutated byte by byte', async () => {
    await fuzz('protobuf', 900, async (random) => {
      const files = new Map(modules[random.below(modules.length)]!);
      files.set('saved_model.pb', mutate(files.get('saved_model.pb')!, random));
      await convertAll(memoryFiles(files));
    });
  }, 120_000);

  it('the graph is mutated node by node: cycles, absurd shapes, unknown types and ops, NaN', async () => {
    const { refused } = await fuzz('graphs', 1000, async (random) => {
      const files = new Map(modules[random.below(modules.length)]!);
      const model = fromBinary(SavedModelSchema, files.get('saved_model.pb')!);
      mutateGraph(model, random);
      files.set('saved_model.pb', toBinary(SavedModelSchema, model));
      await convertAll(memoryFiles(files));
    });
    expect(refused.size).toBeGreaterThan(2);
  }, 120_000);
});
