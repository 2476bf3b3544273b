import { describe, expect, it } from 'vitest';
import { openPath } from '../../../archive/open.node.ts';
import { openCheckpoint } from './checkpoint.ts';

async function open(fixture: string) {
  const model = await openPath(`fixtures/${fixture}/module.tar.gz`);
  try {
    return { model, checkpoint: await openCheckpoint(model, 'variables/variables') };
  } finally {
    await model.close();
  }
}

describe('checkpoints written by TensorFlow', () => {
  it('gives reference variables by name, as views of their shard', async () => {
    const { model, checkpoint } = await open('hub_a');
    const shard = await model.read('variables/variables.data-00000-of-00001');
    const block = 'progressive_gan_generator/progressive_gan_block_1';
    expect(checkpoint.names).toHaveLength(24);
    const kernel = checkpoint.tensor(`${block}/conv0/conv2d/kernel`);
    expect(kernel.dtype).toBe('float32');
    expect(kernel.shape).toEqual([4, 4, 512, 16]);
    expect(kernel.data.buffer).toBe(shard.buffer);
    expect(kernel.data[0]).toBeCloseTo(1.6243454, 6);
    expect(checkpoint.describe(`${block}/to_rgb/bias`)).toEqual({ dtype: 'float32', shape: [3] });
  });

  it('accounts for every byte of the shard', async () => {
    for (const fixture of ['hub_a', 'hub_b']) {
      const { model, checkpoint } = await open(fixture);
      const shard = await model.read('variables/variables.data-00000-of-00001');
      const bytes = checkpoint.names.map((name) => checkpoint.tensor(name).data.byteLength);
      expect(bytes.reduce((sum, size) => sum + size, 0)).toBe(shard.byteLength);
    }
  });

  it('reads the object graph of a TF2 model, whose string checksum covers lengths and bytes', async () => {
    const { checkpoint } = await open('dcgan_upsample28');
    expect(checkpoint.describe('_CHECKPOINTABLE_OBJECT_GRAPH')).toEqual({ dtype: 'string', shape: [] });
    const [graph] = checkpoint.strings('_CHECKPOINTABLE_OBJECT_GRAPH');
    expect(new TextDecoder().decode(graph)).toContain('/.ATTRIBUTES/VARIABLE_VALUE');
  });

  it('names the missing variable', async () => {
    const { checkpoint } = await open('hub_b');
    expect(() => checkpoint.tensor('nobody')).toThrow(expect.objectContaining({ code: 'VARIABLE_MISSING' }));
    expect(() => checkpoint.tensor('nobody')).toThrow(/nobody/);
  });
});
