/**
 * A taught attribute as a file: JSON with its marks, or only its direction as .npy. `encodeTaught` and `decodeTaught` are
 * each other's reverse.
 */

import * as v from 'valibot';
import { ZscapeError } from '../../base/errors.ts';
import { freshId } from '../../base/ids.ts';
import type { BundleManifest } from '../../bundle/schema/manifest.ts';
import { readNpy } from '../../export/npy.ts';
import { norm, normalise } from '../../latent/vector/vector.ts';
import { type Taught, taughtWays } from '../../store/state/state.ts';
import { accuracySchema, marksSchema } from './taughtSchema.ts';

const taughtVersion = 1;

const finite = v.pipe(v.number(), v.finite());

const fileSchema = v.object({
  zscape: v.literal('attribute'),
  version: v.literal(taughtVersion),
  name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(60)),
  model: v.object({ id: v.string(), title: v.string(), latent: v.number() }),
  direction: v.array(finite),
  threshold: v.nullable(finite),
  accuracy: v.nullable(accuracySchema),
  means: v.optional(v.object({ direction: v.array(finite), accuracy: accuracySchema })),
  way: v.optional(v.picklist(taughtWays)),
  marks: marksSchema,
});

/** Writes an attribute as JSON. @param model the one that it was taught on */
export function encodeTaught(taught: Taught, model: BundleManifest): string {
  const { name, direction, threshold, accuracy, means, way, marks } = taught;
  const file: v.InferOutput<typeof fileSchema> = {
    zscape: 'attribute',
    version: taughtVersion,
    name,
    model: { id: model.id, title: model.title, latent: model.latent.size },
    direction: Array.from(direction),
    threshold,
    accuracy,
    ...(means && { means: { ...means, direction: Array.from(means.direction) } }),
    ...(way && { way }),
    marks: marks.map(({ seed, yes }) => ({ seed, yes })),
  };
  return `${JSON.stringify(file)}\n`;
}

/**
 * An attribute from a file. `madeWith` is the title of the model that it was taught on, if that is another one; otherwise
 * null.
 */
interface ReadTaught {
  taught: Taught;
  madeWith: string | null;
}

/** Reads an attribute from JSON. @throws ATTRIBUTE_INVALID, which names the fault */
export function decodeTaught(text: string, fileName: string, model: BundleManifest): ReadTaught {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw invalid(fileName, 'is incomplete: it was cut off or is not JSON', cause);
  }
  const result = v.safeParse(fileSchema, json);
  if (!result.success) {
    const issue = result.issues[0];
    throw invalid(
      fileName,
      `is not an attribute that this page can read: ${v.getDotPath(issue) ?? 'the file'}: ${issue.message.replace(/\.$/, '')}`,
    );
  }
  const { name, direction, threshold, accuracy, means, way, marks, model: made } = result.output;
  return {
    taught: {
      ...fresh(model),
      name,
      direction: directionOf(direction, fileName, model),
      threshold,
      accuracy,
      ...(means && { means: { ...means, direction: directionOf(means.direction, fileName, model) } }),
      ...(way && { way }),
      // With another model, the seeds show other faces.
      marks: made.id === model.id ? marks : [],
    },
    madeWith: made.id === model.id ? null : made.title,
  };
}

/**
 * Reads a direction from a NumPy file of shape [latent] or [1, latent], scaled to length 1 and named after the file.
 * @throws NPY_INVALID, ATTRIBUTE_INVALID
 */
export function taughtFromNpy(bytes: Uint8Array, fileName: string, model: BundleManifest): Taught {
  const { data, shape } = readNpy(bytes, fileName);
  const { size } = model.latent;
  const fits =
    (shape.length === 1 && shape[0] === size) || (shape.length === 2 && shape[0] === 1 && shape[1] === size);
  if (!fits) {
    throw invalid(
      fileName,
      `has the shape [${shape.join(', ')}], but a direction of ${model.title} is [${size}] or [1, ${size}]`,
    );
  }
  return {
    ...fresh(model),
    name: fileName.replace(/\.npy$/i, '').slice(0, 60) || 'Direction',
    direction: directionOf(data, fileName, model),
    threshold: null,
    accuracy: null,
    marks: [],
  };
}

function fresh(model: BundleManifest): Pick<Taught, 'id' | 'model' | 'created'> {
  return { id: freshId(), model: model.id, created: Date.now() };
}

function directionOf(values: ArrayLike<number>, fileName: string, model: BundleManifest): Float32Array {
  const { size } = model.latent;
  if (values.length !== size) {
    throw invalid(
      fileName,
      `holds a direction of ${values.length} dimensions, but ${model.title} has ${size}`,
    );
  }
  const vector = Float32Array.from(values);
  const broken = vector.findIndex((value) => !Number.isFinite(value));
  if (broken >= 0) throw invalid(fileName, `holds ${vector[broken]} in dimension ${broken}`);
  const length = norm(vector);
  if (length === 0) throw invalid(fileName, 'holds only zeros, which point nowhere');
  if (!Number.isFinite(length)) throw invalid(fileName, 'holds numbers too large for a direction');
  return normalise(vector);
}

function invalid(fileName: string, what: string, cause?: unknown): ZscapeError {
  return new ZscapeError('ATTRIBUTE_INVALID', `${fileName} ${what}.`, { cause });
}
