/** Models in Keras's own files, compared with stock TF.js's pictures of the same networks (fixtures/keras). */
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test, vi } from 'vitest';
import { openPath } from '../../archive/open.node.ts';
import { convert } from '../../convert.ts';
import { RunningModel } from '../../run/tfjs.ts';
import { maxDifference, readNpy } from '../../testing/npy.ts';

vi.setConfig({ testTimeout: 60_000 });

const folder = new URL('../../../../fixtures/keras/', import.meta.url);

describe('a model written by Keras', () => {
  test.each(readdirSync(folder).filter((name) => /\.(h5|keras)$/.test(name)))(
    '%s gives its pictures within 1e-5',
    async (name) => {
      const files = await openPath(fileURLToPath(new URL(name, folder)));
      try {
        const bundle = await convert(files, { id: 'keras', quantization: 'none' });
        const z = readNpy(new URL('z.npy', folder));
        const model = await RunningModel.load(bundle);
        const { data } = await model.run(z.data, bundle.manifest.latent.size);
        model.dispose();
        const wanted = readNpy(new URL(name.replace(/\.[^.]+$/, '.npy'), folder)).data;
        expect(maxDifference(data, wanted)).toBeLessThan(1e-5);
      } finally {
        await files.close();
      }
    },
  );
});
