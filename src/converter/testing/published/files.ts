/**
 * The published progan-128 in both of its variants, with any widths and random weights: its files, and the list of them.
 */
import { createHash } from 'node:crypto';
import { createRandom } from '../../../base/random.ts';
import { type PublishedConstant, type PublishedLayout, publishedGraph } from './nodes.ts';

export type PublishedVariant = 'float32' | 'uint8';

export interface PublishedFile {
  readonly path: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** The published sizes: 23 million weights. */
export const fullLayout: PublishedLayout = { latent: 512, channels: [512, 512, 512, 512, 256, 128] };
/** 16 px, for tests. */
export const smallLayout: PublishedLayout = { latent: 16, channels: [24, 16, 8] };

/** The default of TF.js. */
const usualShardBytes = 4 << 20;

/** Makes the files. @returns `model.json` first, then its shards, as in a folder. */
export function publishedFiles(
  layout: PublishedLayout,
  variant: PublishedVariant,
  { seed = 1, shardBytes = usualShardBytes } = {},
): PublishedFile[] {
  const { constants, nodes, input, output, resolution } = publishedGraph(layout);
  const draw = words(seed);
  const weights = constants.map((constant) => encoded(constant, variant, draw));
  const all = concat(weights.map(({ bytes }) => bytes));
  const count = Math.max(1, Math.ceil(all.length / shardBytes));
  const shards = Array.from({ length: count }, (_, i) => ({
    path: `group1-shard${i + 1}of${count}.bin`,
    bytes: all.slice(i * shardBytes, (i + 1) * shardBytes),
  }));
  const info = (name: string, sizes: readonly number[]) => ({
    [`${name}:0`]: {
      ...{ name: `${name}:0`, dtype: 'DT_FLOAT' },
      tensorShape: { dim: sizes.map((size) => ({ size: String(size) })) },
    },
  });
  const signature = {
    inputs: info(input, [-1, layout.latent]),
    outputs: info(output, [-1, resolution, resolution, 3]),
  };
  const model = {
    ...{ format: 'graph-model', generatedBy: '2.3.0', convertedBy: 'TensorFlow.js Converter v2.6.0' },
    userDefinedMetadata: { signature },
    modelTopology: { node: nodes, library: {}, versions: {} },
    weightsManifest: [{ paths: shards.map(({ path }) => path), weights: weights.map(({ entry }) => entry) }],
  };
  return [{ path: 'model.json', bytes: new TextEncoder().encode(JSON.stringify(model)) }, ...shards];
}

/** Returns a file's object name in git: SHA-1 of `blob <bytes>\0` and the file. */
function gitBlobOf(bytes: Uint8Array): string {
  return createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}

/** The folder of each variant in the repository. */
export const publishedFolders: Readonly<Record<PublishedVariant, string>> = {
  float32: 'model/progan128/',
  uint8: 'model/progan128_quantized_uint8/',
};

/** Makes `files.json` for the variants; paths are relative to its own folder. */
export function listOfFiles(variants: Readonly<Partial<Record<PublishedVariant, readonly PublishedFile[]>>>) {
  return {
    integrity: 'gitBlob = SHA-1 of the bytes "blob <bytes>\\0" and the file',
    variants: Object.fromEntries(
      Object.entries(variants).map(([variant, files]) => [
        variant,
        files.map(({ path, bytes }) => ({
          path: publishedFolders[variant as PublishedVariant] + path,
          bytes: bytes.length,
          gitBlob: gitBlobOf(bytes),
        })),
      ]),
    ),
  };
}

/** Returns thirty-two random bits per call. */
function words(seed: number): () => number {
  const random = createRandom(seed);
  return () => random.nextUint32();
}

function encoded(
  { name, shape, dtype, filling }: PublishedConstant,
  variant: PublishedVariant,
  draw: () => number,
) {
  const count = shape.reduce((product, size) => product * size, 1);
  if (dtype === 'int32') {
    return { entry: { name, shape, dtype }, bytes: bytesOf(Int32Array.from(valuesOf(filling, count, draw))) };
  }
  if (variant === 'float32')
    return { entry: { name, shape, dtype }, bytes: bytesOf(valuesOf(filling, count, draw)) };
  const { codes, min, scale } = codesOf(filling, count, draw);
  const quantization = { dtype: 'uint8', min, scale, original_dtype: 'float32' };
  return { entry: { name, shape, dtype, quantization }, bytes: codes };
}

function valuesOf(
  filling: PublishedConstant['filling'],
  count: number,
  draw: () => number,
): Float32Array<ArrayBuffer> {
  if ('values' in filling) return Float32Array.from(filling.values);
  const { from, to } = filling;
  const values = new Float32Array(count);
  for (let i = 0; i < count; i++) values[i] = from + ((to - from) * draw()) / 2 ** 32;
  return values;
}

/** Quantises like TF.js: from the smallest value in 255 steps to the largest; a constant tensor is its smallest value. */
function codesOf(filling: PublishedConstant['filling'], count: number, draw: () => number) {
  if (!('values' in filling)) {
    const { from, to } = filling;
    const random = new Uint32Array(Math.ceil(count / 4));
    for (let i = 0; i < random.length; i++) random[i] = draw();
    return { codes: new Uint8Array(random.buffer, 0, count).slice(), min: from, scale: (to - from) / 255 };
  }
  const values = Float32Array.from(filling.values);
  const min = Math.min(...values);
  const scale = (Math.max(...values) - min) / 255 || 1;
  return { codes: Uint8Array.from(values, (x) => Math.round((x - min) / scale)), min, scale };
}

function bytesOf({ buffer, byteOffset, byteLength }: Float32Array<ArrayBuffer> | Int32Array<ArrayBuffer>) {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

function concat(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
