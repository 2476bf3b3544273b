/** Reads the parts of `model.json` that both kinds of TF.js models have in common. */
import * as v from 'valibot';
import { ZscapeError } from '../../../base/errors.ts';
import { allDifferent, listOf, mostFiles, nodeName, textOf } from '../../../bundle/schema/limits.ts';
import type { ModuleFiles } from '../../archive/files.ts';
import { megabytes } from '../../archive/limits.ts';

const modelJsonPath = 'model.json';
const mostPathLength = 1024;

const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(2 ** 31));
/** A generator's graph has some 100 kB, StyleGAN's whole training graph 10 MB. */
const mostModelBytes = 64 * 2 ** 20;
/** StyleGAN has a few hundred. */
const mostWeights = 20_000;

const weight = v.object({
  name: nodeName,
  shape: v.pipe(v.array(count), v.maxLength(16)),
  dtype: textOf(40),
  quantization: v.optional(
    v.object({ dtype: textOf(40), min: v.optional(v.number(), 0), scale: v.optional(v.number(), 1) }),
  ),
});
const schema = v.object({
  format: v.optional(v.nullable(v.string())),
  generatedBy: v.optional(v.nullable(v.string())),
  modelTopology: v.record(v.string(), v.unknown()),
  weightsManifest: v.pipe(
    listOf(
      v.object({
        paths: listOf(textOf(mostPathLength), mostFiles, 'files'),
        weights: listOf(weight, mostWeights, 'weights'),
      }),
      mostFiles,
      'groups',
    ),
    v.check(
      (groups) =>
        allDifferent(
          groups.flatMap(({ paths }) => paths),
          (path) => path,
        ),
      'weight files with different names',
    ),
  ),
  signature: v.optional(v.nullable(v.record(v.string(), v.unknown()))),
  userDefinedMetadata: v.optional(v.nullable(v.record(v.string(), v.unknown()))),
});

export type ModelJson = v.InferOutput<typeof schema>;
export type WeightSpec = v.InferOutput<typeof weight>;

/** Reads `model.json`. @throws MODULE_INVALID if it is not the JSON that TF.js writes. */
export async function readModelJson(files: ModuleFiles): Promise<ModelJson> {
  const bytes = await files.read(modelJsonPath);
  if (bytes.length > mostModelBytes) {
    throw new ZscapeError(
      'MODULE_INVALID',
      `${modelJsonPath} is ${megabytes(bytes.length)}, far larger than the graph of any generator.`,
    );
  }
  const text = new TextDecoder().decode(bytes);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new ZscapeError('MODULE_INVALID', `${modelJsonPath} is not JSON; it may be cut off.`, { cause });
  }
  const result = v.safeParse(schema, json);
  if (result.success) return result.output;
  const issue = result.issues[0];
  const where = v.getDotPath(issue) ?? 'the file';
  throw new ZscapeError(
    'MODULE_INVALID',
    `${modelJsonPath} is not a TF.js model: ${where}: ${issue.message}.`,
  );
}
