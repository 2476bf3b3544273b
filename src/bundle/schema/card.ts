/**
 * A bundle's `card.json`: what was measured of a model that this project trained, as `training/release` writes it. Only what
 * the page shows is read; `docs/bundle-format.md` is its prose.
 */
import * as v from 'valibot';
import { ZscapeError } from '../../base/errors.ts';
import { nameOf } from '../read/download.ts';
import { readExtraJson } from '../read/extra.ts';
import { mostEntries, textOf } from './limits.ts';
import type { BundleManifest } from './manifest.ts';

const figure = v.pipe(v.number(), v.finite());
const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));

const cardSchema = v.object({
  images_seen: v.nullish(figure),
  /** Sliced Wasserstein distance, times 1000: of the model, and of one half of the data to the other. */
  swd: v.object({ avg: figure, floor_avg: figure }),
  ms_ssim: v.object({ model: figure, data: figure }),
  /** In the features of the project's own attribute classifier. */
  frechet: figure,
  attributes: v.pipe(
    v.record(
      textOf(80),
      v.object({
        name: textOf(80),
        /** Standard deviations of the edit. */
        step: figure,
        /** Shares of faces with the attribute after the step, and without it after the opposite one. */
        success_on: share,
        success_off: share,
      }),
    ),
    v.check((all) => Object.keys(all).length <= mostEntries, `at most ${mostEntries} attributes`),
  ),
});

export interface ModelCard {
  imagesSeen: number | null;
  swd: { average: number; floor: number };
  msSsim: { model: number; data: number };
  frechet: number;
  edits: readonly { name: string; deviations: number; on: number; off: number }[];
}

/** @throws BUNDLE_INVALID naming the field. */
export function parseCard(json: unknown, where: string): ModelCard {
  const result = v.safeParse(cardSchema, json);
  if (!result.success) {
    const issue = result.issues[0];
    throw new ZscapeError(
      'BUNDLE_INVALID',
      `${where} is no card of a model: ${v.getDotPath(issue) ?? 'the file'}: ${issue.message.replace(/\.$/, '')}.`,
    );
  }
  const { images_seen, swd, ms_ssim, frechet, attributes } = result.output;
  return {
    imagesSeen: images_seen ?? null,
    swd: { average: swd.avg, floor: swd.floor_avg },
    msSsim: ms_ssim,
    frechet,
    edits: Object.values(attributes).map(({ name, step, success_on, success_off }) => ({
      name,
      deviations: step,
      on: success_on,
      off: success_off,
    })),
  };
}

/**
 * The card of the bundle in the folder `url`; nothing where it has none.
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
