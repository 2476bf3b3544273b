/** Malicious bundles, and bundles that are not what they claim: refused before anything is kept or runs. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { toPlainError } from '../../../base/errors.ts';
import { sha256Hex } from '../../../bundle/read/sha256.ts';
import { memoryFiles } from '../../archive/files.ts';
import { convert } from '../../convert.ts';
import { concat, utf8 } from '../../testing/bytes.ts';

type Json = Record<string, unknown>;
interface Node {
  name: string;
  op: string;
  input?: string[];
  attr?: Json;
}
interface Model {
  modelTopology: { node: Node[]; library?: unknown };
  signature: { outputs: Json };
  weightsManifest: { paths: string[]; weights: { name: string; shape: number[]; dtype: string }[] }[];
}

const folder = new URL('../../../../fixtures/avatars-64/bundle/', import.meta.url);
const good = new Map(
  readdirSync(folder).map((path) => [path, Uint8Array.from(readFileSync(new URL(path, folder)))] as const),
);

// biome-ignore lint/suspicious/noExplicitAny: the tests put anything into it.
type Manifest = any;

/** Adds a constant to the model and to its last shard. */
type AddConstant = (
  name: string,
  data: Int32Array<ArrayBuffer> | Float32Array<ArrayBuffer>,
  shape: number[],
) => void;
type Change = (model: Model, manifest: Manifest, add: AddConstant) => void;

/** Returns the bundle with its model or its manifest changed, and every hash right. */
async function changed(change: Change): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array<ArrayBuffer>>(good);
  const read = (path: string) => JSON.parse(new TextDecoder().decode(files.get(path)));
  const model: Model = read('model.json');
  const manifest: Manifest = read('zscape.json');
  change(model, manifest, (name, data, shape) => {
    const [group] = model.weightsManifest;
    const shard = group!.paths.at(-1)!;
    files.set(shard, concat([files.get(shard)!, new Uint8Array(data.buffer)]));
    const dtype = data instanceof Int32Array ? 'int32' : 'float32';
    group!.weights.push({ name, shape, dtype });
    const type = dtype === 'int32' ? 'DT_INT32' : 'DT_FLOAT';
    const tensor = { dtype: type, tensorShape: { dim: shape.map((size) => ({ size: String(size) })) } };
    model.modelTopology.node.push({
      name,
      op: 'Const',
      attr: { dtype: { type }, value: { tensor } },
    });
  });
  files.set('model.json', utf8(JSON.stringify(model)));
  const hashes = new Map<string, string>();
  for (const [path, bytes] of files) hashes.set(path, await sha256Hex(bytes));
  for (const file of manifest.files) {
    file.bytes = files.get(file.path)!.length;
    file.sha256 = hashes.get(file.path);
  }
  return files.set('zscape.json', utf8(JSON.stringify(manifest)));
}

/** Puts a node after the picture and gives it the picture's name, so that it becomes the output. */
function behindThePicture(
  model: Model,
  manifest: Manifest,
  make: (picture: string, name: string) => Node[],
): void {
  const { output } = manifest.generator;
  const picture = model.modelTopology.node.find(({ name }) => name === output)!;
  picture.name = 'before';
  for (const { input } of model.modelTopology.node)
    input?.forEach((edge, i) => {
      if (edge === output) input[i] = 'before';
    });
  model.modelTopology.node.push(...make('before', output));
  manifest.generator = { family: 'graph', input: manifest.generator.input, output };
}

/** Adds the mean of a tensor filled with ones, so that the tensor affects the picture. */
function addMeanOfOnes(
  model: Model,
  manifest: Manifest,
  add: AddConstant,
  shape: number[],
  squared: boolean,
): void {
  add('dims', Int32Array.from(shape), [shape.length]);
  add('one', Float32Array.of(1), []);
  add('axes', Int32Array.from(shape.keys()), [shape.length]);
  const float = { T: { type: 'DT_FLOAT' } };
  behindThePicture(model, manifest, (picture, name) => [
    {
      name: 'ones',
      op: 'Fill',
      input: ['dims', 'one'],
      attr: { ...float, index_type: { type: 'DT_INT32' } },
    },
    {
      name: 'more',
      op: squared ? 'BatchMatMulV2' : 'Sqrt',
      input: squared ? ['ones', 'ones'] : ['ones'],
      attr: float,
    },
    { name: 'mean', op: 'Mean', input: ['more', 'axes'], attr: float },
    { name, op: 'AddV2', input: [picture, 'mean'], attr: float },
  ]);
}

const cases: [string, Change, string][] = [
  [
    'a tensor of 10 GB',
    (model, manifest, add) => addMeanOfOnes(model, manifest, add, [1, 25_000, 25_000, 4], false),
    'MODEL_TOO_LARGE',
  ],
  [
    'a product that takes minutes',
    (model, manifest, add) => addMeanOfOnes(model, manifest, add, [1, 8192, 8192], true),
    'MODEL_TOO_SLOW',
  ],
  [
    'an endless loop',
    (model, manifest) =>
      behindThePicture(model, manifest, (picture, name) => [
        { name, op: 'While', input: [picture], attr: { cond: { func: { name: 'always' } } } },
      ]),
    'OPS_UNSUPPORTED',
  ],
  [
    'a loop of the old kind',
    (model, manifest) =>
      behindThePicture(model, manifest, (picture, name) => [
        { name: 'enter', op: 'Enter', input: [picture] },
        { name: 'merge', op: 'Merge', input: ['enter', 'again'] },
        { name: 'again', op: 'NextIteration', input: ['merge'] },
        { name, op: 'Exit', input: ['merge'] },
      ]),
    'GRAPH_INVALID',
  ],
  [
    'a function that calls itself',
    (model, manifest) => {
      const call = { f: { func: { name: 'again' } } };
      behindThePicture(model, manifest, (picture, name) => [
        { name, op: 'PartitionedCall', input: [picture], attr: call },
      ]);
      model.modelTopology.library = {
        function: [
          {
            signature: { name: 'again', inputArg: [{ name: 'x' }], outputArg: [{ name: 'y' }] },
            nodeDef: [{ name: 'call', op: 'PartitionedCall', input: ['x'], attr: call }],
            ret: { y: 'call:output:0' },
          },
        ],
      };
    },
    'GRAPH_INVALID',
  ],
  [
    'a thousand blocks of a latent that it has not',
    (_, manifest) => {
      manifest.latent.size = 1000;
    },
    'BUNDLE_INVALID',
  ],
  [
    'a picture of another size',
    (_, manifest) => {
      manifest.image.width = 32;
      manifest.image.height = 32;
      manifest.generator.blocks.pop();
      manifest.outputs = [];
    },
    'BUNDLE_INVALID',
  ],
  [
    'weights of other channels than it says',
    (_, manifest) => {
      manifest.generator.blocks[1].channels += 1;
    },
    'BUNDLE_INVALID',
  ],
  [
    'a weight that is not there',
    (_, manifest) => {
      manifest.generator.toRgb.kernel = 'nowhere';
    },
    'BUNDLE_INVALID',
  ],
  [
    'an output that is not there',
    (_, manifest) => {
      manifest.outputs[0].node = 'nowhere';
    },
    'GRAPH_INVALID',
  ],
  [
    'a shard that is used a thousand times',
    (model) => {
      const [group] = model.weightsManifest;
      group!.paths = new Array(1000).fill(group!.paths[0]);
    },
    'MODULE_INVALID',
  ],
  [
    '100,000 entries of one file',
    (_, manifest) => {
      manifest.files = new Array(100_000).fill(manifest.files[0]);
    },
    'BUNDLE_INVALID',
  ],
];

describe('a bundle with', () => {
  it.each(cases)('%s is refused', async (_, change, code) => {
    const files = memoryFiles(await changed(change));
    const outcome = await convert(files, { id: 'bad' }).then(
      () => ({ code: 'taken', message: '' }),
      (error: unknown) => toPlainError(error),
    );
    expect(`${outcome.code}: ${outcome.message}`).toMatch(new RegExp(`^${code}: .{15,}[.?]$`, 's'));
  });

  it('nothing wrong is taken unchanged', async () => {
    const { manifest, files } = await convert(memoryFiles(good), { id: 'mine' });
    expect(manifest.id).toBe('mine');
    for (const { path, bytes } of files)
      if (path !== 'zscape.json') expect(Buffer.compare(bytes, good.get(path)!)).toBe(0);
  });

  it('a growth network loses it, because its files are not among those of the bundle', async () => {
    const [head, early] = [
      { resolution: 4, kernel: 'a', bias: 'b' },
      { resolution: 4, cosines: 1, difference: 1 },
    ];
    const files = await changed((_, manifest) => {
      manifest.growth = [head];
      manifest.growthNetwork = early;
    });
    const { manifest } = await convert(memoryFiles(files), { id: 'mine' });
    expect(manifest.growth).toEqual([head]);
    expect(manifest.growthNetwork).toBeUndefined();
  });
});
