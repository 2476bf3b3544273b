/** The part of the state behind the Export dialog: what is exported, and how. */
import * as v from 'valibot';
import type { LoopMode } from './journeys.ts';

/** What can be exported as a film, or as one picture (`still`). */
export const filmSources = ['walk', 'path', 'map', 'attribute', 'growth', 'projection', 'still'] as const;
export type FilmSource = (typeof filmSources)[number];

const filmFormats = ['gif', 'mp4', 'webm', 'webp', 'apng', 'png-frames', 'contact-sheet'] as const;
export type FilmFormatName = (typeof filmFormats)[number];
const stillFormats = ['png', 'webp', 'jpeg'] as const;
export type StillFormat = (typeof stillFormats)[number];

/** Multiples of the model's own pictures, the longer side of other sizes in pixels, and the shape of a story, 9:16. */
export const filmSizes = ['x1', 'x2', 'x3', 'x4', 's720', 's1080', 's2160', 'story'] as const;
export type FilmSize = (typeof filmSizes)[number];

const scalings = ['smooth', 'crisp', 'lanczos'] as const;
export type FilmScalingName = (typeof scalings)[number];

export const filmBounds = {
  frames: { lowest: 2, highest: 1_000_000 },
  fps: { lowest: 1, highest: 60 },
  /** GIFs count in hundredths of a second, and browsers slow down frames shorter than two. */
  gifFps: 50,
  /** Seconds of a sweep over the map or along an attribute. */
  seconds: { lowest: 0.1, highest: 60 },
  /** Above this number of frames the dialog asks before it begins. */
  asksAbove: 5000,
} as const;

/** The dialog's remembered settings. */
export interface FilmChoices {
  format: FilmFormatName;
  /** Format of a still. */
  still: StillFormat;
  size: FilmSize;
  scaling: FilmScalingName;
  /** Frames a second; a path has its own rate. */
  fps: number;
  /** Seconds and loop of sweeps; a walk and a path have their own. */
  seconds: number;
  loop: LoopMode;
  /** 0 to 1, for lossy formats. */
  quality: number;
  /** The colour behind transparent pictures and around others: #rrggbb. */
  background: string;
  /** Keep transparency, in formats that support it. */
  seeThrough: boolean;
  /** The names of the ends at the foot of each frame. */
  caption: boolean;
  recipe: boolean;
  gif: GifChoicesKept;
}

/** Settings for GIFs only (`src/export/film/encoders/gifChoices.ts` explains each). */
type GifChoicesKept = {
  palette: 'global' | 'per-frame';
  dither: 'none' | 'blue-noise';
  mostBytes: number | null;
};

/** The dialog's subject while it is open. */
export interface FilmOf {
  source: FilmSource;
  /** Number of frames, if the panel's length cannot express it; null for the length of the panel. */
  frames: number | null;
  /** Id of the attribute of a sweep; null for the first one that is moved, otherwise the first of all. */
  attribute: string | null;
}

export const initialFilm: FilmChoices = {
  format: 'gif',
  still: 'png',
  size: 'x4',
  scaling: 'smooth',
  fps: 15,
  seconds: 3,
  loop: 'there-and-back',
  quality: 0.75,
  background: '#ffffff',
  seeThrough: false,
  caption: false,
  recipe: true,
  gif: { palette: 'global', dither: 'none', mostBytes: null },
};

const within = ({ lowest, highest }: { lowest: number; highest: number }) =>
  v.pipe(v.number(), v.minValue(lowest), v.maxValue(highest));

export const filmSchema = v.object({
  format: v.picklist(filmFormats),
  still: v.picklist(stillFormats),
  size: v.picklist(filmSizes),
  scaling: v.picklist(scalings),
  fps: v.pipe(within(filmBounds.fps), v.integer()),
  seconds: within(filmBounds.seconds),
  loop: v.picklist(['there-and-back', 'loop', 'once']),
  quality: within({ lowest: 0, highest: 1 }),
  background: v.pipe(v.string(), v.regex(/^#[0-9a-f]{6}$/i)),
  seeThrough: v.boolean(),
  caption: v.boolean(),
  recipe: v.boolean(),
  gif: v.object({
    palette: v.picklist(['global', 'per-frame']),
    dither: v.picklist(['none', 'blue-noise']),
    mostBytes: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(10_000), v.maxValue(1e9))),
  }),
});
