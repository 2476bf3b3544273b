/** The encoder of a model under `public/models`. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { memoryFiles } from '../../src/converter/archive/files.ts';
import { type EncoderPicture, openEncoder } from '../../src/converter/encoder/encoder.ts';
import { root } from '../browser.ts';

/** @returns null for a model that has none */
export async function encoderOf(
  id: string,
  size: number,
): Promise<((picture: EncoderPicture) => Float32Array) | null> {
  const folder = join(root, 'public', 'models', id, 'encoder');
  const read = async (name: string) => [name, new Uint8Array(await readFile(join(folder, name)))] as const;
  try {
    return await openEncoder(
      memoryFiles(new Map([await read('model.json'), await read('weights.bin')])),
      size,
    );
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
