/**
 * A model in a single file keeps the name that the user knows, and is refused if its contents do not match its extension.
 */
import { expect, test } from 'vitest';
import { bytesSource } from '../testing/bytesSource.ts';
import { openArchive } from './open.ts';

const signature = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];

test('errors use its own name', async () => {
  const { paths } = await openArchive(bytesSource('my face.h5', Uint8Array.of(...signature, 0, 0)));
  expect(paths).toEqual(['my face.h5']);
});

test('without a fitting extension it gets a name that its reader recognises', async () => {
  const { paths } = await openArchive(bytesSource('download', Uint8Array.of(...signature, 0, 0)));
  expect(paths).toEqual(['model.h5']);
});

test('contents that do not match the extension are refused, naming the file', async () => {
  const text = new TextEncoder().encode('not a model');
  await expect(openArchive(bytesSource('broken.onnx', text))).rejects.toThrow(
    /broken\.onnx does not begin the way \.onnx files do/,
  );
});
