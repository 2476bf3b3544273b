/** `public/models/index.json`: the models that a page offers. */
import * as v from 'valibot';
import { ZscapeError } from '../../base/errors.ts';
import { allDifferent, listOf, mostEntries, textOf, title } from './limits.ts';
import { bundleIdSchema } from './manifest.ts';

const entry = v.object({
  /** Also the name of the bundle's folder beside `index.json`. */
  id: bundleIdSchema,
  title,
  /** Total download needed to use the model. */
  bytes: v.pipe(v.number(), v.integer(), v.minValue(0)),
  licence: v.optional(textOf(200)),
  latent: v.optional(v.number()),
  resolution: v.optional(v.number()),
  family: v.optional(v.picklist(['progan', 'graph'])),
  default: v.optional(v.boolean(), false),
});

const catalogueSchema = v.object({
  schema: v.literal(1),
  models: v.pipe(
    listOf(entry, mostEntries, 'models'),
    v.check((models) => allDifferent(models, ({ id }) => id), 'models with different ids'),
  ),
});

export type Catalogue = v.InferOutput<typeof catalogueSchema>;
export type CatalogueEntry = Catalogue['models'][number];

/** Parses a catalogue. @throws CATALOGUE_INVALID, naming the field that is wrong. */
export function parseCatalogue(json: unknown, where: string): Catalogue {
  const result = v.safeParse(catalogueSchema, json);
  if (!result.success) {
    const issue = result.issues[0];
    throw new ZscapeError(
      'CATALOGUE_INVALID',
      `The list of models ${where} cannot be read: ${v.getDotPath(issue) ?? 'the file'}: ${issue.message}.`,
    );
  }
  return result.output;
}
