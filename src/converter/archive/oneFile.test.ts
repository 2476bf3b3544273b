/** A model that is a file by itself keeps the name that the user knows, and one that is not what its name says is told so. */
import { expect, test } from 'vitest';
import { bytesSource } from '../testing/bytesSource.ts';
import { openArchive } from './open.ts';

const signature = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];

test('its own name is the one that errors name', async () => {
  const { paths } = await openArchive(bytesSource('my face.h5', Uint8Array.of(...signature, 0, 0)));
  expect(paths).toEqual(['my face.h5']);
});

test('without a fitting ending it gets a name that its reader knows', async () => {
  const { paths } = await openArchive(bytesSource('download', Uint8Array.of(...signature, 0, 0)));
  expect(paths).toEqual(['model.h5']);
});

test('what does not begin as its ending says is named so', async () => {
  const text = new TextEncoder().encode('not a model');
  await expect(openArchive(bytesSource('broken.onnx', text))).rejects.toThrow(
    /broken\.onnx does not begin as \.onnx files do/,
  );
});
