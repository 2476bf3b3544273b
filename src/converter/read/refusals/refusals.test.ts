/** Files that are not models for the converter are refused with advice on what to do instead. */
import { zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { memoryFiles } from '../../archive/files.ts';
import { nodeDecompress } from '../../archive/formats/decompress.node.ts';
import { openArchive } from '../../archive/open.ts';
import { convert } from '../../convert.ts';
import { bytesSource } from '../../testing/bytesSource.ts';
import { filesOf } from '../../testing/layersModel.ts';
import { tf } from '../../testing/smallGenerator.ts';

const bytes = (...head: (number | string)[]): Uint8Array => {
  const whole = head.flatMap((part) =>
    typeof part === 'string' ? [...new TextEncoder().encode(part)] : [part],
  );
  return Uint8Array.from([...whole, ...new Array<number>(600).fill(7)]);
};
const open = async (name: string, content: Uint8Array) =>
  convert(await openArchive(bytesSource(name, content), { decompress: nodeDecompress }), { id: 'refused' });

const oldTorch = [0x80, 2, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19];
const newTorch = zipSync({ 'generator/data.pkl': bytes(0x80, 2), 'generator/version': bytes('3') });

const single: [string, Uint8Array, RegExp][] = [
  ['generator.pth', bytes(...oldTorch), /PyTorch.*torch\.onnx\.export/],
  ['generator.bin', bytes(...oldTorch), /PyTorch.*torch\.onnx\.export/],
  ['generator.pt', newTorch, /PyTorch.*torch\.onnx\.export/],
  ['ffhq.pkl', bytes(0x80, 3), /pickle.*torch\.onnx\.export/],
  ['generator.tflite', bytes(0x1c, 0, 0, 0, 'TFL3'), /TensorFlow Lite.*model\.export/],
  ['frozen.pb', bytes(0x0a, 0x10), /variables.*model\.export/],
];

describe('refused with advice:', () => {
  test.each(single)('%s', async (name, content, sentence) => {
    await expect(open(name, content)).rejects.toMatchObject({ message: expect.stringMatching(sentence) });
  });

  test.each<[string, RegExp]>([
    ['frozen_inference_graph.pb', /variables.*model\.export/],
    ['model.ckpt-1000.index', /checkpoint.*model\.export/],
    ['weights.npz', /NumPy.*model\.export/],
    ['model.weights.h5', /only weights.*model\.save/],
  ])('a folder that holds only %s', async (path, sentence) => {
    const refused = convert(memoryFiles(new Map([[path, bytes(1)]])), { id: 'refused' });
    await expect(refused).rejects.toMatchObject({
      code: 'MODULE_INVALID',
      message: expect.stringMatching(sentence),
    });
  });

  test('an encoder, a discriminator and an autoencoder', async () => {
    const { layers } = tf;
    const encoder = () => [
      layers.conv2d({ filters: 2, kernelSize: 3, inputShape: [32, 32, 3] }),
      layers.flatten(),
      layers.dense({ units: 8 }),
    ];
    const decoder = [layers.dense({ units: 32 * 32 * 3 }), layers.reshape({ targetShape: [32, 32, 3] })];
    const refused = async (model: ReturnType<typeof tf.sequential>) =>
      convert(memoryFiles(await filesOf(model)), { id: 'refused' }).then(
        () => '',
        (error: Error) => error.message,
      );
    expect(await refused(tf.sequential({ layers: encoder() }))).toMatch(
      /encoder or a discriminator.*generator\.save/,
    );
    expect(await refused(tf.sequential({ layers: [...encoder(), ...decoder] }))).toMatch(
      /autoencoder.*decoder\.save/,
    );
  });
});
