/**
 * A bundle's `card.json`: measurements of a model that this project trained, written by `training/release`. Only the
 * parts that the page shows are read; `docs/bundle-format.md` describes it in prose.
 */
import * as v from 'valibot';
import { ZscapeError } from '../../base/errors.ts';
import { nameOf } from '../read/download.ts';
import { readExtraJson } from '../read/extra.ts';
import { mostEntries, textOf } from './limits.ts';
import type { BundleManifest } from './manifest.ts';

const figure = v.pipe(v.number(), v.finite());
const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));

function byName<T extends v.GenericSchema>(entry: T, what: string) {
  return v.pipe(
    v.record(textOf(80), entry),
    v.check((all) => Object.keys(all).length <= mostEntries, `at most ${mostEntries} ${what}`),
  );
}

const cardSchema = v.object({
  images_seen: v.nullish(figure),
  /** Sliced Wasserstein distance, times 1000: between the model and the data, and between two halves of the data. */
  swd: v.object({ avg: figure, floor_avg: figure }),
  ms_ssim: v.object({ model: figure, data: figure }),
  /** In the feature space of the project's own attribute classifier, or of its factor reader. */
  frechet: figure,
  /** For a model with labels. */
  attributes: v.optional(
    byName(
      v.object({
        name: textOf(80),
        /** The edit's size in standard deviations. */
        step: figure,
        /** Shares of faces with the attribute after the step, and without it after the opposite one. */
        success_on: share,
        success_off: share,
      }),
      'attributes',
    ),
    {},
  ),
  /** For a factor model, by the factor's name. */
  factors: v.optional(
    byName(
      v.object({
        /** Rank correlation of the slider's position with what the picture shows. */
        rank: figure,
        /**
         * The other factor that the slider moves most, and by how much: its standard deviations for one of the slider's.
         */
        spill: figure,
        spill_on: textOf(80),
      }),
      'factors',
    ),
    {},
  ),
  smoothness: v.optional(v.object({ evenness: figure })),
  projection: v.optional(v.object({ own_rms: v.pipe(figure, v.minValue(0)) })),
});

export interface ModelCard {
  imagesSeen: number | null;
  swd: { average: number; floor: number };
  msSsim: { model: number; data: number };
  frechet: number;
  /** The average excess of a walk's largest step over its mean step, in percent. */
  evenness: number | null;
  /** Median root mean square error of searches for the model's own pictures, in units of [-1, 1] (`bench:projection`). */
  ownRms: number | null;
  /** The effects of edits, judged by a classifier; for a model with labels. */
  edits: readonly { name: string; deviations: number; on: number; off: number }[];
  /** The effects of sliders, judged by a factor reader; for a factor model. */
  sliders: readonly { name: string; rank: number; alsoMoves: { name: string; by: number } }[];
}

/** Parses a card. @throws BUNDLE_INVALID naming the field. */
export function parseCard(json: unknown, where: string): ModelCard {
  const result = v.safeParse(cardSchema, json);
  if (!result.success) {
    const issue = result.issues[0];
    throw new ZscapeError(
      'BUNDLE_INVALID',
      `${where} is not a model card: ${v.getDotPath(issue) ?? 'the file'}: ${issue.message.replace(/\.$/, '')}.`,
    );
  }
  const { images_seen, swd, ms_ssim, frechet, attributes, factors, smoothness, projection } = result.output;
  return {
    imagesSeen: images_seen ?? null,
    swd: { average: swd.avg, floor: swd.floor_avg },
    msSsim: ms_ssim,
    frechet,
    evenness: smoothness?.evenness ?? null,
    ownRms: projection?.own_rms ?? null,
    edits: Object.values(attributes).map(({ name, step, success_on, success_off }) => ({
      name,
      deviations: step,
      on: success_on,
      off: success_off,
    })),
    sliders: Object.entries(factors).map(([name, { rank, spill, spill_on }]) => ({
      name,
      rank,
      alsoMoves: { name: spill_on, by: spill },
    })),
  };
}

/**
 * Reads the card of the bundle in the folder `url`; undefined if it has none.
 * @throws BUNDLE_* and NETWORK naming the file; CANCELLED.
 */
export async function readCard(
  url: string,
  manifest: BundleManifest,
  signal?: AbortSignal,
): Promise<ModelCard | null> {
  if (manifest.card === undefined) return null;
  const json = await readExtraJson(url, manifest.card, manifest, signal);
  return parseCard(json, nameOf(`${url}${manifest.card}`));
}
