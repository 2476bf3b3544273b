/** What the backend offers for a model, through every layer between the backend and the kernels. */
import { expect, test } from 'vitest';
import { bundleOf } from '../../testing/node.ts';
import { tinyBundle } from '../../testing/tinyBundle.ts';
import { start } from './wasm.ts';

test('pictures of a loaded model are available as pixels, which reach the page sooner than bitmaps', async () => {
  const backend = await start({ threads: 1 });
  const generator = await backend.load(bundleOf(tinyBundle().files));
  expect(generator.renderPixels).toBeTypeOf('function');
  backend.dispose();
});
