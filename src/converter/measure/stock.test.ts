/** Verification does not rest on the converter's own reading of layers alone: stock TF.js reads them, too. */
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as tf from '@tensorflow/tfjs-layers';
import { describe, expect, test, vi } from 'vitest';
import { type ModuleFiles, memoryFiles } from '../archive/files.ts';
import { openPath } from '../archive/open.node.ts';
import { convert } from '../convert.ts';
import { openStockLayers } from '../run/stockLayers.ts';
import { RunningModel } from '../run/tfjs.ts';
import { filesOf } from '../testing/layersModel.ts';
import { around } from '../testing/smallGenerator.ts';

vi.setConfig({ testTimeout: 60_000 });

const cases = new URL('../../../fixtures/cases/', import.meta.url);

const verify = (files: ModuleFiles, openStock = openStockLayers) =>
  convert(
    files,
    { id: 'stock', quantization: 'none', verify: 2, calibration: 'none' },
    { openRunner: async (model) => RunningModel.load({ files: model }), openStock },
  );

describe('verification against stock TF.js', () => {
  test.each(readdirSync(cases).filter((name) => name !== 'two-inputs'))('agrees on %s', async (name) => {
    const files = await openPath(fileURLToPath(new URL(name, cases)));
    const stock = await openStockLayers(files);
    expect(stock).toBeDefined();
    stock?.dispose();
    expect((await verify(files)).manifest.verified?.maxError).toBeLessThan(1e-5);
  });

  test('fails for a model that another reading draws with other pixels', async () => {
    const bilinear = tf.layers.upSampling2d({ size: [2, 2], interpolation: 'bilinear' });
    const model = around([bilinear], 'channelsLast');
    const asSaved = await filesOf(model);
    // The same layers as if Keras 2.4 had written them: with half-pixel centres, which stock TF.js does not have.
    const asKeras = await filesOf(model, (json) => {
      json.generatedBy = 'keras v2.4.0';
      (json.modelTopology as Record<string, unknown>).keras_version = '2.4.0';
    });
    expect(await openStockLayers(memoryFiles(asKeras))).toBeUndefined();
    const openOther = () => openStockLayers(memoryFiles(asSaved));
    await expect(verify(memoryFiles(asKeras), openOther)).rejects.toThrow(/stock TF\.js/);
  });
});
