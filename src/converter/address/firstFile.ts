/** Identifies a model's first file, and the files that belong to it. */
import * as v from 'valibot';
import { listOf, mostFiles, textOf } from '../../bundle/schema/limits.ts';
import { parseBundle } from '../../bundle/schema/manifest.ts';
import { contentKind } from '../archive/formats/contentKind.ts';
import type { Beside } from './beside.ts';
import { externalData } from './externalData.ts';

/** The files that belong to the first one, beside it. */
export interface Parts {
  /** The name by which the converter recognises the first file; null to keep its own. */
  readonly mark: string | null;
  readonly files: readonly Beside[];
  /** Bytes of all of them together, if the first file states them. */
  readonly bytes: number | null;
}

const alone: Parts = { mark: null, files: [], bytes: 0 };

const manifestSchema = v.array(
  v.object({
    paths: listOf(textOf(1024), mostFiles, 'files'),
    weights: v.array(
      v.object({
        shape: v.pipe(v.array(v.pipe(v.number(), v.integer(), v.minValue(0))), v.maxLength(16)),
        dtype: v.string(),
        quantization: v.optional(v.object({ dtype: v.string() })),
      }),
    ),
  }),
);

/** JSON larger than this is not a model: progan-128's has some 100 kB. */
const mostJson = 64 * 2 ** 20;

/**
 * Lists the files that a first file needs.
 * @param bytes the first file
 * @param name of the first file
 * @throws BUNDLE_* for an invalid `zscape.json`
 */
export async function partsOf(bytes: Uint8Array, name: string): Promise<Parts> {
  if (contentKind(bytes.subarray(0, 512)) === 'json')
    return bytes.length <= mostJson ? partsOfJson(bytes, name) : alone;
  if (!/\.onnx$/i.test(name)) return alone;
  const files = (await externalData(bytes)).map((path) => ({ path }));
  return { mark: null, files, bytes: files.length > 0 ? null : 0 };
}

function partsOfJson(bytes: Uint8Array, name: string): Parts {
  const json = parsed(bytes);
  if (typeof json !== 'object' || json === null) return alone;
  if ('weightsManifest' in json && 'modelTopology' in json) return partsOfTfjs(json.weightsManifest);
  if (name === 'zscape.json' || ('schema' in json && 'generator' in json && 'files' in json)) {
    const { files } = parseBundle(json, name);
    return {
      mark: 'zscape.json',
      files: files.map((file) => ({ path: file.path, expectedBytes: file.bytes, hashed: true })),
      bytes: files.reduce((sum, file) => sum + file.bytes, 0),
    };
  }
  return alone;
}

/** Lists the shards of a TF.js model. The converter will explain errors in it better. */
function partsOfTfjs(manifest: unknown): Parts {
  const result = v.safeParse(manifestSchema, manifest);
  if (!result.success) return { mark: 'model.json', files: [], bytes: 0 };
  let bytes: number | null = 0;
  for (const { weights } of result.output) {
    for (const { shape, dtype, quantization } of weights) {
      const size = elementBytes[quantization?.dtype ?? dtype];
      if (size === undefined || bytes === null) bytes = null;
      else bytes += shape.reduce((product, side) => product * side, size);
    }
  }
  const paths = result.output.flatMap((group) => group.paths);
  return { mark: 'model.json', files: paths.map((path) => ({ path })), bytes };
}

/** Sizes of the types that have one; texts have none. */
const elementBytes: Readonly<Record<string, number>> = {
  ...{ float32: 4, int32: 4, complex64: 8, float16: 2, uint16: 2, uint8: 1, bool: 1 },
};

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return null;
  }
}
