/** Reads and writes the `settings` fields; anything unreadable falls back to the default, field by field. */
import * as v from 'valibot';
import { backendNames } from '../../engine/contract.ts';
import { type Settings, settingNames } from './fields.ts';
import { panelNames, type State } from './state.ts';

const integer = (lowest: number, highest: number) =>
  v.pipe(v.number(), v.integer(), v.minValue(lowest), v.maxValue(highest));

export const gifLimits = { frames: { lowest: 2, highest: 240 }, fps: { lowest: 1, highest: 50 } } as const;
export const gridSizes = [4, 9, 16, 25, 36, 49, 64] as const;

/** Models whose spreads are remembered. */
export const mostSpreads = 100;

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
  gif: v.object({
    scale: v.picklist([1, 2, 3, 4]),
    frames: integer(gifLimits.frames.lowest, gifLimits.frames.highest),
    fps: integer(gifLimits.fps.lowest, gifLimits.fps.highest),
    thereAndBack: v.boolean(),
  }),
  theme: v.picklist(['system', 'dark', 'light']),
  scaling: v.picklist(['smooth', 'crisp']),
  panel: v.picklist(panelNames),
  realFacesTold: v.boolean(),
} satisfies Record<keyof Settings, v.GenericSchema>;

export function encodeSettings(state: State): string {
  return JSON.stringify(Object.fromEntries(settingNames.map((name) => [name, state[name]])));
}

export function decodeSettings(text: string | null): Partial<Settings> {
  let json: unknown;
  try {
    json = JSON.parse(text ?? '{}');
  } catch {
    return {};
  }
  if (typeof json !== 'object' || json === null) return {};
  const kept = json as Record<string, unknown>;
  const valid = settingNames.filter((name) => name in kept && v.is(settingSchemas[name], kept[name]));
  return Object.fromEntries(valid.map((name) => [name, kept[name]]));
}
