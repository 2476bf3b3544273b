import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { memoryFiles } from '../archive/files.ts';
import { openEncoder } from './encoder.ts';

const folder = new URL('../../../public/models/portraits-128/encoder/', import.meta.url);
const encoderFiles = async () =>
  memoryFiles(
    new Map(
      await Promise.all(
        ['model.json', 'weights.bin'].map(
          async (name) => [name, new Uint8Array(await readFile(new URL(name, folder)))] as const,
        ),
      ),
    ),
  );
const grey = { data: new Float32Array(128 * 128 * 3), width: 128, height: 128, channels: 3 };

describe('openEncoder', () => {
  it("finds a latent of the model's length, and a different one for another picture", async () => {
    const encode = await openEncoder(await encoderFiles(), 512);
    const z = encode(grey);
    expect(Math.hypot(...z)).toBeCloseTo(Math.sqrt(512), 2);
    expect(encode({ ...grey, data: grey.data.map((_, i) => Math.sin(i / 999)) })).not.toEqual(z);
  });

  it('reports latents that do not fit the model', async () => {
    const encode = await openEncoder(await encoderFiles(), 100);
    expect(() => encode(grey)).toThrow(
      expect.objectContaining({ code: 'BUNDLE_INVALID', message: expect.stringContaining('512 numbers') }),
    );
  });
});
