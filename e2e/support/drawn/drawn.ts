/**
 * Bundles of small graphs, written by hand, that differ in the inputs of a face: picture = tanh(z W + T of the class). T sets
 * classes far apart, so each can be told by the mean of its picture.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Drawn {
  id: string;
  channels?: 1 | 3 | 4;
  classes?: { kind: 'index' | 'oneHot'; names?: string[]; count: number };
  spread?: { usual: number };
  /** Rows of `latentSize` numbers: the mean, the factors, the examples. */
  latents?: { factors: number[][]; mean: number[]; examples: number[][] };
}

export const latentSize = 8;
const side = 8;

const float = { type: 'DT_FLOAT' };
const int = { type: 'DT_INT32' };
const shapeOf = (sizes: readonly number[]) => ({
  shape: { dim: sizes.map((size) => ({ size: String(size) })) },
});
const node = (name: string, op: string, input: string[], attr: object = {}) => ({
  ...{ name, op, input },
  attr: { T: float, ...attr },
});

/** Adds the model to a folder that stands in for `models/`. */
export function addDrawnModel(folder: string, drawn: Drawn): void {
  const { id, channels = 3, classes, spread, latents } = drawn;
  const values = side * side * channels;
  const weights: { name: string; shape: number[]; dtype: string; bytes: Buffer }[] = [];
  const weight = (name: string, shape: number[], at: (i: number) => number) => {
    const data = Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => at(i));
    weights.push({ name, shape, dtype: 'float32', bytes: Buffer.from(data.buffer) });
    return node(name, 'Const', [], { dtype: float });
  };
  const wholeNumbers = (name: string, numbers: number[]) => {
    const bytes = Buffer.from(Int32Array.from(numbers).buffer);
    weights.push({ name, shape: numbers.length === 1 ? [] : [numbers.length], dtype: 'int32', bytes });
    return node(name, 'Const', [], { dtype: int });
  };
  const nodes = [
    node('z', 'Placeholder', [], { dtype: float, shape: shapeOf([-1, latentSize]) }),
    weight('w', [latentSize, values], (i) => 0.35 * Math.sin(1 + 1.7 * i)),
    node('turned', 'MatMul', ['z', 'w']),
    wholeNumbers('size', [-1, side, side, channels]),
  ];
  let last = 'turned';
  if (classes) {
    // From dark to light; where there is an alpha channel, it follows along.
    const level = (k: number) => (classes.count === 1 ? 0 : -1.2 + (2.4 * k) / (classes.count - 1));
    nodes.push(weight('table', [classes.count, values], (i) => level(Math.floor(i / values))));
    if (classes.kind === 'index') {
      nodes.push(
        node('class', 'Placeholder', [], { dtype: int, shape: shapeOf([-1]) }),
        wholeNumbers('axis', [0]),
        node('level', 'GatherV2', ['table', 'class', 'axis'], {
          ...{ Tparams: float, Tindices: int, Taxis: int },
        }),
      );
    } else {
      nodes.push(
        node('class', 'Placeholder', [], { dtype: float, shape: shapeOf([-1, classes.count]) }),
        node('level', 'MatMul', ['class', 'table']),
      );
    }
    nodes.push(node('sum', 'AddV2', ['turned', 'level']));
    last = 'sum';
  }
  nodes.push(node('bent', 'Tanh', [last]), node('image', 'Reshape', ['bent', 'size'], { Tshape: int }));
  const files = new Map<string, Buffer>();
  const model = {
    format: 'graph-model',
    modelTopology: { node: nodes, versions: { producer: 1 } },
    weightsManifest: [
      { paths: ['w.bin'], weights: weights.map(({ name, shape, dtype }) => ({ name, shape, dtype })) },
    ],
  };
  files.set('model.json', Buffer.from(JSON.stringify(model)));
  files.set('w.bin', Buffer.concat(weights.map(({ bytes }) => bytes)));
  if (latents) {
    const rows = [latents.mean, ...latents.factors, ...latents.examples];
    files.set('latents.bin', Buffer.from(Float32Array.from(rows.flat()).buffer));
  }
  const manifest = {
    ...{ schema: 1, id, title: id },
    latent: { size: latentSize, prior: 'normal', normalised: false },
    image: { width: side, height: side, channels, range: [-1, 1] },
    generator: { family: 'graph', input: 'z', output: 'image' },
    ...(classes && {
      classes: {
        ...{ input: 'class', kind: classes.kind, count: classes.count },
        dtype: classes.kind === 'index' ? 'int32' : 'float32',
        shape: classes.kind === 'index' ? [] : [classes.count],
        ...(classes.names && { names: classes.names }),
      },
    }),
    ...(spread && { spread }),
    ...(latents && {
      latents: {
        ...{ file: 'latents.bin', samples: 100 },
        ...{ factors: latents.factors.length, count: latents.examples.length },
      },
    }),
    ...{ outputs: [], previewHeads: [], quantization: 'none', parameters: 1 },
    files: [...files].map(([path, bytes]) => ({
      ...{ path, bytes: bytes.byteLength },
      sha256: createHash('sha256').update(bytes).digest('hex'),
    })),
  };
  mkdirSync(join(folder, id));
  for (const [path, bytes] of files) writeFileSync(join(folder, id, path), bytes);
  writeFileSync(join(folder, id, 'zscape.json'), JSON.stringify(manifest));
  const list = join(folder, 'index.json');
  const catalogue = JSON.parse(readFileSync(list, 'utf8'));
  catalogue.models.push({ id, title: id, bytes: 1 });
  writeFileSync(list, JSON.stringify(catalogue));
}
