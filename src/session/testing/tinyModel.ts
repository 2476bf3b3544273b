/** A model for tests, without a bundle. */
import type { BundleManifest } from '../../bundle/schema/manifest.ts';

export const model: BundleManifest = {
  schema: 1,
  id: 'tiny',
  title: 'Tiny',
  latent: { size: 32, prior: 'normal', normalised: true },
  image: { width: 8, height: 8, channels: 3, range: [0, 1] },
  generator: { family: 'graph', input: 'z', output: 'image' },
  outputs: [],
  previewHeads: [],
  quantization: 'none',
  parameters: 1,
  files: [{ path: 'model.json', bytes: 1, sha256: '0'.repeat(64) }],
};
