/** The converter's doubts about an added model are shown once it is loaded, and stay until dismissed. */
import { openApp, openTab, picture } from '../support/app.ts';
import { defaultModel } from '../support/shipped.ts';
import { expect, test } from '../support/test.ts';

const float = { type: 'DT_FLOAT' };

/** tanh(a millionth of z) as 4 x 4 pixels of 3 colours: grey, whatever z is. */
function flatModel(): { name: string; mimeType: string; buffer: Buffer }[] {
  const node = (name: string, op: string, input: string[], attr: object = {}) => ({
    ...{ name, op, input },
    attr: { T: float, ...attr },
  });
  const constant = (name: string, dtype: string, shape: number[]) => ({
    ...{ name, op: 'Const' },
    attr: {
      dtype: { type: dtype },
      value: { tensor: { dtype, tensorShape: { dim: shape.map((size) => ({ size: String(size) })) } } },
    },
  });
  const model = {
    format: 'graph-model',
    modelTopology: {
      versions: { producer: 1 },
      node: [
        node('z', 'Placeholder', [], {
          dtype: float,
          shape: { shape: { dim: [{ size: '-1' }, { size: '48' }] } },
        }),
        constant('little', 'DT_FLOAT', []),
        constant('sizes', 'DT_INT32', [4]),
        node('small', 'Mul', ['z', 'little']),
        node('grey', 'Tanh', ['small']),
        node('image', 'Reshape', ['grey', 'sizes'], { Tshape: { type: 'DT_INT32' } }),
      ],
    },
    weightsManifest: [
      {
        paths: ['weights.bin'],
        weights: [
          { name: 'little', shape: [], dtype: 'float32' },
          { name: 'sizes', shape: [4], dtype: 'int32' },
        ],
      },
    ],
  };
  const weights = Buffer.alloc(20);
  weights.writeFloatLE(1e-6, 0);
  [-1, 4, 4, 3].forEach((size, i) => {
    weights.writeInt32LE(size, 4 + 4 * i);
  });
  return [
    { name: 'model.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(model)) },
    { name: 'weights.bin', mimeType: 'application/octet-stream', buffer: weights },
  ];
}

test('a model whose pictures are flat is added, and a warning names the likely cause', async ({ page }) => {
  await openApp(page, 'backend=wasm');
  await openTab(page, 'Models');
  await page.getByLabel('Model files').setInputFiles(flatModel());
  const warning = page.getByRole('note').filter({ hasText: /pictures are flat.*prior.*spread.*untrained/ });
  await expect(warning).toBeVisible({ timeout: 60_000 });
  await expect(picture(page)).not.toHaveAttribute('data-model', defaultModel.id);
  await warning.getByRole('button', { name: 'Dismiss' }).click();
  await expect(warning).toBeHidden();
});
