/** A network that TF.js runs and cannot differentiate: its last operation, DepthToSpace, has no gradient there. */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Numbers of the latent: tanh of them are 4 x 4 x 12 values, which become 8 x 8 pixels of 3 colours. */
const NUMBERS = 192;
const float = { type: 'DT_FLOAT' };
const topology = {
  versions: { producer: 1 },
  node: [
    {
      ...{ name: 'z', op: 'Placeholder', input: [] },
      attr: { dtype: float, shape: { shape: { dim: [{ size: '-1' }, { size: String(NUMBERS) }] } } },
    },
    { name: 'shape', op: 'Const', input: [], attr: { dtype: { type: 'DT_INT32' } } },
    { name: 'bent', op: 'Tanh', input: ['z'], attr: { T: float } },
    { name: 'deep', op: 'Reshape', input: ['bent', 'shape'], attr: { T: float } },
    {
      ...{ name: 'image', op: 'DepthToSpace', input: ['deep'] },
      attr: { T: float, block_size: { i: '2' }, data_format: { s: Buffer.from('NHWC').toString('base64') } },
    },
  ],
};

/** Adds it to a folder that stands for `models/`. */
export function addShuffledModel(folder: string, id: string): void {
  const weights = Buffer.from(Int32Array.of(-1, 4, 4, 12).buffer);
  const model = JSON.stringify({
    format: 'graph-model',
    modelTopology: topology,
    weightsManifest: [{ paths: ['weights.bin'], weights: [{ name: 'shape', shape: [4], dtype: 'int32' }] }],
  });
  const file = (path: string, bytes: string | Buffer) => ({
    ...{ path, bytes: Buffer.byteLength(bytes) },
    sha256: createHash('sha256').update(bytes).digest('hex'),
  });
  const manifest = {
    ...{ schema: 1, id, title: id },
    latent: { size: NUMBERS, prior: 'normal', normalised: false },
    image: { width: 8, height: 8, channels: 3, range: [-1, 1] },
    generator: { family: 'graph', input: 'z', output: 'image' },
    ...{ outputs: [], previewHeads: [], quantization: 'none', parameters: 0 },
    files: [file('model.json', model), file('weights.bin', weights)],
  };
  mkdirSync(join(folder, id));
  writeFileSync(join(folder, id, 'model.json'), model);
  writeFileSync(join(folder, id, 'weights.bin'), weights);
  writeFileSync(join(folder, id, 'zscape.json'), JSON.stringify(manifest));
  const list = join(folder, 'index.json');
  const catalogue = JSON.parse(readFileSync(list, 'utf8'));
  catalogue.models.push({ id, title: id, bytes: Buffer.byteLength(model) + weights.length });
  writeFileSync(list, JSON.stringify(catalogue));
}
