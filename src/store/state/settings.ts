/** Reads and writes the `settings` fields; anything unreadable falls back to the default, field by field. */
import * as v from 'valibot';
import { batchLimits, pictureFormats } from '../../base/batchLimits.ts';
import { MAX_SEED } from '../../base/random.ts';
import { backendNames } from '../../engine/contract.ts';
import { languages } from '../../language/languages.ts';
import { batchPlaces, batchScales, batchWays, deviationLimits } from './batch.ts';
import { type Settings, settingNames } from './fields.ts';
import { filmSchema, initialFilm } from './film.ts';
import { firstSteps, lessonNames, panelNames, type State } from './state.ts';

const integer = (lowest: number, highest: number) =>
  v.pipe(v.number(), v.integer(), v.minValue(lowest), v.maxValue(highest));

export const gridSizes = [4, 9, 16, 25, 36, 49, 64] as const;

/** Reasonable sizes of the panel: CSS pixels beside the picture, percent of the page's height below it. */
export const panelLimits = {
  width: { lowest: 280, highest: 1600 },
  share: { lowest: 15, highest: 75 },
} as const;

/** How many models' spreads are remembered. */
export const mostSpreads = 100;

/** A chord as `select/keys.ts` writes it. */
const chordText = v.pipe(v.string(), v.minLength(1), v.maxLength(40));

const attributeId = v.nullable(v.pipe(v.string(), v.maxLength(120)));

const deviations = integer(deviationLimits.lowest, deviationLimits.highest);

const settingSchemas = {
  backend: v.picklist(['auto', ...backendNames]),
  gridSize: v.picklist(gridSizes),
  keepEdits: v.boolean(),
  spreads: v.pipe(
    v.record(v.string(), v.pipe(v.number(), v.minValue(0), v.maxValue(3))),
    v.maxEntries(mostSpreads),
  ),
  openHeadings: v.pipe(v.array(v.pipe(v.string(), v.maxLength(80))), v.maxLength(40)),
  randomShare: v.pipe(v.number(), v.minValue(0.01), v.maxValue(1)),
  batch: v.object({
    way: v.picklist(batchWays),
    first: integer(0, MAX_SEED),
    last: integer(0, MAX_SEED),
    count: integer(batchLimits.samples.lowest, batchLimits.samples.highest),
    distance: integer(1, 100),
    attribute: attributeId,
    from: deviations,
    to: deviations,
    edited: v.boolean(),
    format: v.picklist(pictureFormats),
    quality: integer(1, 100),
    scale: v.picklist(batchScales),
    perFile: integer(batchLimits.perFile.lowest, batchLimits.perFile.highest),
    place: v.picklist(batchPlaces),
  }),
  film: filmSchema,
  keyChanges: v.pipe(v.record(chordText, v.union([chordText, v.literal('')])), v.maxEntries(100)),
  characterKeys: v.boolean(),
  dragAxes: v.object({ x: attributeId, y: attributeId }),
  language: v.nullable(v.picklist(languages)),
  theme: v.picklist(['system', 'dark', 'light']),
  scaling: v.picklist(['smooth', 'crisp']),
  growthHeads: v.picklist(['trained', 'refitted']),
  panel: v.picklist(panelNames),
  panelFrame: v.object({
    shown: v.boolean(),
    width: v.nullable(
      v.pipe(v.number(), v.minValue(panelLimits.width.lowest), v.maxValue(panelLimits.width.highest)),
    ),
    share: v.nullable(
      v.pipe(v.number(), v.minValue(panelLimits.share.lowest), v.maxValue(panelLimits.share.highest)),
    ),
  }),
  realFacesTold: v.boolean(),
  firstVisit: v.object({ over: v.boolean(), done: v.array(v.picklist(firstSteps)) }),
  lessons: v.object({
    open: v.nullable(v.picklist(lessonNames)),
    at: v.record(v.picklist(lessonNames), integer(0, 99)),
  }),
} satisfies Record<keyof Settings, v.GenericSchema>;

export function encodeSettings(state: State): string {
  return JSON.stringify(Object.fromEntries(settingNames.map((name) => [name, state[name]])));
}

/** Reads settings from their stored text. Missing and unreadable fields are left out. */
export function decodeSettings(text: string | null): Partial<Settings> {
  let json: unknown;
  try {
    json = JSON.parse(text ?? '{}');
  } catch {
    return {};
  }
  if (typeof json !== 'object' || json === null) return {};
  const kept = withOldGif(json as Record<string, unknown>);
  const valid = settingNames.filter((name) => name in kept && v.is(settingSchemas[name], kept[name]));
  return Object.fromEntries(valid.map((name) => [name, kept[name]]));
}

/** Size and rate of GIFs as saved before there were films in other formats. */
const oldGif = v.object({ scale: v.picklist([1, 2, 3, 4]), fps: filmSchema.entries.fps });

function withOldGif(kept: Record<string, unknown>): Record<string, unknown> {
  if ('film' in kept || !v.is(oldGif, kept.gif)) return kept;
  const { scale, fps } = kept.gif;
  return { ...kept, film: { ...initialFilm, size: `x${scale}`, fps } };
}
