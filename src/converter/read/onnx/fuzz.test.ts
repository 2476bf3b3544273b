/**
 * Damaged ONNX models through the whole converter: each gives a bundle or an error of ours, soon, and never anything
 * else.
 */
import { readFileSync } from 'node:fs';
import { fromBinary, toBinary } from '@bufbuild/protobuf';
import { describe, expect, it } from 'vitest';
import { memoryFiles } from '../../archive/files.ts';
import { convert } from '../../convert.ts';
import { fuzz } from '../../testing/fuzz.ts';
import { mutate } from '../../testing/mutate/bytes.ts';
import { mutateOnnx } from '../../testing/mutate/onnx.ts';
import { ModelProtoSchema } from '../proto/gen/onnx/onnx_pb.ts';
import { readModel } from './readModel.ts';

const root = new URL('../../../../fixtures/onnx/', import.meta.url);
const names = ['instance-norm', 'odd-paddings', 'sagan', 'style', 'progan-linear', 'shuffled', 'dcgan'];
const models = names.map((name) => Uint8Array.from(readFileSync(new URL(`${name}/model.onnx`, root))));

const filesOf = (bytes: Uint8Array) => memoryFiles(new Map([['model.onnx', bytes]]));

async function convertAll(bytes: Uint8Array): Promise<void> {
  await convert(filesOf(bytes), { id: 'fuzz', quantization: 'none', verify: 0, calibration: 'none' });
}

describe('the converter on damaged ONNX models', () => {
  it('reads each of them undamaged', async () => {
    for (const bytes of models) await readModel(filesOf(bytes), {});
  });

  it('the file is mutated byte by byte', async () => {
    await fuzz('onnx bytes', 1000, async (random) => {
      await convertAll(mutate(models[random.below(models.length)]!, random));
    });
  }, 240_000);

  it('the graph is mutated node by node: cycles, absurd shapes, unknown types and ops, NaN', async () => {
    const { refused } = await fuzz('onnx graphs', 1200, async (random) => {
      const model = fromBinary(ModelProtoSchema, models[random.below(models.length)]!);
      mutateOnnx(model, random);
      await convertAll(toBinary(ModelProtoSchema, model));
    });
    expect(refused.size).toBeGreaterThan(2);
  }, 240_000);
});
