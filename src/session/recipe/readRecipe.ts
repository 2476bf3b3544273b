/** Reads a recipe, which may come from anybody: nothing in it is trusted before it has been checked. */
import * as v from 'valibot';
import { ZscapeError } from '../../base/errors.ts';
import { mostBeside } from '../../export/recipe/limits.ts';
import { sampleFace } from '../../store/select/faces.ts';
import { isPointOf } from '../../store/select/space.ts';
import type { Model } from '../../store/state/state.ts';
import { strangeLatents } from '../saved/latentSizes.ts';
import { fromBase64 } from '../saved/packedLatents.ts';
import { fillLatents } from './latentTable.ts';
import {
  type RecipeWork,
  recipeSchema,
  recipeStateSchema,
  recipeVersion,
  sampleSchema,
} from './recipeSchema.ts';
import { recipeSum } from './recipeSum.ts';

type RecipeFile = v.InferOutput<typeof recipeSchema>;

/**
 * A recipe that passed every check without its model. Whether its latents are points of the model can only be checked
 * with the model.
 */
export interface Recipe {
  /** Name of the file that it came from. */
  fileName: string;
  made: RecipeFile['made'];
  model: RecipeFile['model'];
  attributes: readonly { id: string; name: string; direction: Float32Array }[];
  /** @throws RECIPE_INVALID if the recipe cannot be for this model */
  work(model: Model): RecipeWork;
}

/** Reads a recipe. @throws RECIPE_INVALID naming the fault */
export function readRecipe(text: string, fileName: string): Recipe {
  if (text.length > mostBeside) throw invalid(fileName, 'holds a recipe that is larger than any page writes');
  const { made, model, state, attributes, latents } = parse(text, fileName);
  const vectors = latents.map((packed) => vector(packed, model.point, fileName));
  const nothing = new Float32Array(model.point);
  // Without the model no sample can be drawn, but everything else can be checked.
  const standIn = (sample: unknown) => {
    checkSample(sample, fileName);
    return nothing;
  };
  check(
    attempt(() => fillLatents(state, vectors, standIn), fileName),
    model,
    fileName,
  );
  return {
    fileName,
    made,
    model,
    attributes: attributes.map(({ id, name, direction }) => ({
      ...{ id, name },
      direction: vector(direction, model.latent, fileName),
    })),
    work: (here) => {
      const draw = (sample: unknown) => drawSample(here, sample, fileName);
      const work = check(fillLatents(state, vectors, draw), model, fileName);
      const [strange] = strangeLatents({ ...without, ...work }, (z) => isPointOf(here, z));
      if (!strange) return work;
      throw invalid(
        fileName,
        `holds ${strange.what} of a model with ${model.point} numbers, which ${here.title} cannot draw`,
      );
    },
  };
}

const without = { pull: null, arithmetic: { text: '', guard: true }, gridSeeds: [] };

function parse(text: string, fileName: string): RecipeFile {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw invalid(fileName, 'holds an incomplete recipe: it was cut off or changed along the way', cause);
  }
  if (typeof json === 'object' && json !== null && 'version' in json && 'zscape' in json) {
    const { version } = json;
    if (typeof version === 'number' && version > recipeVersion) {
      throw invalid(
        fileName,
        `holds a recipe of version ${version}, but this page reads versions up to ${recipeVersion}. Open it with the page that made it`,
      );
    }
  }
  const result = attempt(() => v.safeParse(recipeSchema, json), fileName);
  if (!result.success) {
    const issue = result.issues[0];
    throw invalid(
      fileName,
      `holds a recipe that cannot be read: ${v.getDotPath(issue) ?? 'the recipe'}: ${issue.message}`,
    );
  }
  const sum = attempt(() => recipeSum(json as Record<string, unknown>), fileName);
  if (result.output.sum !== sum)
    throw invalid(fileName, 'holds a recipe that was changed along the way. Ask for the file again');
  return result.output;
}

/** Nesting too deep for the stack means that it is not a recipe. */
function attempt<T>(work: () => T, fileName: string): T {
  try {
    return work();
  } catch (cause) {
    if (cause instanceof RangeError) throw invalid(fileName, 'holds a recipe that cannot be read', cause);
    throw cause;
  }
}

function vector(packed: string, size: number, fileName: string): Float32Array {
  // Four letters encode three bytes; anything too long is not even unpacked.
  const values = packed.length > 8 * size ? new Float32Array(0) : unpacked(packed, fileName);
  if (values.length !== size || packed.length !== 4 * Math.ceil((4 * size) / 3)) {
    throw invalid(fileName, `holds a latent that does not have the ${size} numbers its recipe mentions`);
  }
  if (!values.every(Number.isFinite))
    throw invalid(fileName, 'holds a latent with a value that is not a number');
  return values;
}

function unpacked(packed: string, fileName: string): Float32Array {
  try {
    return fromBase64(packed);
  } catch (cause) {
    throw invalid(fileName, 'holds a latent that cannot be read', cause);
  }
}

function check(state: unknown, { point, title }: RecipeFile['model'], fileName: string): RecipeWork {
  const result = attempt(() => v.safeParse(recipeStateSchema, state), fileName);
  if (!result.success) {
    const issue = result.issues[0];
    throw invalid(
      fileName,
      `holds a recipe that cannot be read: ${v.getDotPath(issue) ?? 'the state'}: ${issue.message}`,
    );
  }
  const work = result.output;
  const [strange] = strangeLatents({ ...without, ...work }, (z) => z.length === point);
  if (strange)
    throw invalid(
      fileName,
      `holds ${strange.what} with ${strange.length} numbers, but a latent of ${title} has ${point}`,
    );
  return work;
}

function checkSample(sample: unknown, fileName: string): v.InferOutput<typeof sampleSchema> {
  const result = v.safeParse(sampleSchema, sample);
  if (!result.success) throw invalid(fileName, 'names an invalid seed');
  return result.output;
}

function drawSample(model: Model, sample: unknown, fileName: string): Float32Array {
  const { seed, spread = 1, class: index } = checkSample(sample, fileName);
  const classes = model.classes?.count ?? 0;
  if (index !== undefined && index >= classes)
    throw invalid(fileName, `names class ${index}, but ${model.title} has ${classes}`);
  return sampleFace(model, seed, { spread, class: index }).z;
}

function invalid(fileName: string, what: string, cause?: unknown): ZscapeError {
  return new ZscapeError('RECIPE_INVALID', `${fileName} ${what}. Your work here is unchanged.`, {
    cause,
  });
}
