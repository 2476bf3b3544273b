/** `model.json` of TF.js, of either kind, as far as it is the same for both. */
import * as v from 'valibot';
import { ZscapeError } from '../../../base/errors.ts';
import type { ModuleFiles } from '../../archive/files.ts';

export const modelJsonPath = 'model.json';

const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(2 ** 31));
const weight = v.object({
  name: v.string(),
  shape: v.pipe(v.array(count), v.maxLength(16)),
  dtype: v.string(),
  quantization: v.optional(
    v.object({ dtype: v.string(), min: v.optional(v.number(), 0), scale: v.optional(v.number(), 1) }),
  ),
});
const schema = v.object({
  format: v.optional(v.nullable(v.string())),
  modelTopology: v.record(v.string(), v.unknown()),
  weightsManifest: v.array(v.object({ paths: v.array(v.string()), weights: v.array(weight) })),
  signature: v.optional(v.nullable(v.record(v.string(), v.unknown()))),
  userDefinedMetadata: v.optional(v.nullable(v.record(v.string(), v.unknown()))),
});

export type ModelJson = v.InferOutput<typeof schema>;
export type WeightSpec = v.InferOutput<typeof weight>;

/** @throws MODULE_INVALID when it is not the JSON that TF.js writes. */
export async function readModelJson(files: ModuleFiles): Promise<ModelJson> {
  const text = new TextDecoder().decode(await files.read(modelJsonPath));
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new ZscapeError('MODULE_INVALID', `${modelJsonPath} is no JSON; it may be cut off.`, { cause });
  }
  const result = v.safeParse(schema, json);
  if (result.success) return result.output;
  const issue = result.issues[0];
  const where = v.getDotPath(issue) ?? 'the file';
  throw new ZscapeError(
    'MODULE_INVALID',
    `${modelJsonPath} is no model of TF.js: ${where}: ${issue.message}.`,
  );
}
