import type { FilmChoices, FilmFormatName } from '../../../store/state/film.ts';

export type PresetName = 'post' | 'story' | 'slack' | 'lossless';

const slackGif = { palette: 'global', dither: 'none', mostBytes: 1_000_000 } as const;

/** The settings of each preset; all others stay unchanged. */
export const presets: readonly {
  name: PresetName;
  change: Partial<FilmChoices> & { format: FilmFormatName };
}[] = [
  { name: 'post', change: { format: 'mp4', size: 's1080', fps: 30, scaling: 'smooth', quality: 0.75 } },
  { name: 'story', change: { format: 'mp4', size: 'story', fps: 30, scaling: 'smooth', quality: 0.75 } },
  { name: 'slack', change: { format: 'gif', size: 'x2', fps: 12, scaling: 'smooth', gif: slackGif } },
  { name: 'lossless', change: { format: 'apng', size: 'x1', fps: 24, scaling: 'crisp' } },
];

/** Whether everything that a preset sets is set. */
export function isSet(film: FilmChoices, change: Partial<FilmChoices>): boolean {
  return Object.entries(change).every(
    ([name, value]) => JSON.stringify(film[name as keyof FilmChoices]) === JSON.stringify(value),
  );
}
