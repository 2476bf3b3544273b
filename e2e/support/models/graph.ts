/** Bundles of arbitrary graphs, written by hand. */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** How many numbers the latent has, and its picture: 4 x 4 pixels of 3 colours. */
const NUMBERS = 48;
const float = { type: 'DT_FLOAT' };
const nodeOf = (name: string, op: string, input: string[], attr: object = {}) => ({
  ...{ name, op, input },
  attr: { T: float, ...attr },
});

/** z unchanged, after a loop that runs as long as `condition` holds for z. */
function looping(condition: string) {
  const argument = (name: string, type: string) => ({ name, type });
  return {
    versions: { producer: 1 },
    node: [
      nodeOf('z', 'Placeholder', [], {
        dtype: float,
        shape: { shape: { dim: [{ size: '-1' }, { size: String(NUMBERS) }] } },
      }),
      nodeOf('image', 'StatelessWhile', ['z'], {
        cond: { func: { name: 'goesOn' } },
        body: { func: { name: 'again' } },
        T: { list: { type: ['DT_FLOAT'] } },
      }),
    ],
    library: {
      function: [
        {
          signature: {
            name: 'goesOn',
            inputArg: [argument('x', 'DT_FLOAT')],
            outputArg: [argument('is', 'DT_BOOL')],
          },
          nodeDef: [nodeOf('compared', condition, ['x', 'x'])],
          ret: { is: 'compared' },
        },
        {
          signature: {
            name: 'again',
            inputArg: [argument('x', 'DT_FLOAT')],
            outputArg: [argument('y', 'DT_FLOAT')],
          },
          nodeDef: [nodeOf('negative', 'Neg', ['x'])],
          ret: { y: 'negative' },
        },
      ],
    },
  };
}

/** Adds an endless model to a folder that stands in for `models/`. */
export function addEndlessModel(folder: string, id: string): void {
  const model = JSON.stringify({
    format: 'graph-model',
    modelTopology: looping('Equal'),
    weightsManifest: [],
  });
  const manifest = {
    ...{ schema: 1, id, title: id },
    latent: { size: NUMBERS, prior: 'normal', normalised: false },
    image: { width: 4, height: 4, channels: 3, range: [-1, 1] },
    generator: { family: 'graph', input: 'z', output: 'image' },
    ...{ outputs: [], previewHeads: [], quantization: 'none', parameters: 0 },
    files: [
      {
        path: 'model.json',
        bytes: Buffer.byteLength(model),
        sha256: createHash('sha256').update(model).digest('hex'),
      },
    ],
  };
  mkdirSync(join(folder, id));
  writeFileSync(join(folder, id, 'model.json'), model);
  writeFileSync(join(folder, id, 'zscape.json'), JSON.stringify(manifest));
  const list = join(folder, 'index.json');
  const catalogue = JSON.parse(readFileSync(list, 'utf8'));
  catalogue.models.push({ id, title: id, bytes: Buffer.byteLength(model) });
  writeFileSync(list, JSON.stringify(catalogue));
}
