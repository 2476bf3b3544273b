/** Everything the app knows, in one place. `fields.ts` says what becomes of each field. */
import type { PlainError } from '../base/errors.ts';
import type { CatalogueEntry } from '../bundle/catalogue.ts';
import type { BundleManifest } from '../bundle/schema.ts';
import type { BackendChoice, EngineStatus, LoadProgress } from '../engine/contract.ts';
import type { InterpolationMethod } from '../latent/interpolate.ts';
import type { History } from './history.ts';

/** A point of the latent space and where it came from. Vectors are never written in place: a change makes a new one. */
export interface Face {
  /** The seed that `origin` was drawn with, or null where it came another way (a walk, a file). */
  seed: number | null;
  /** z before any edit: what "reset" goes back to. */
  origin: Float32Array;
  /** What is on the canvas. */
  z: Float32Array;
}

/** A face that the user kept. */
export interface Pin {
  id: string;
  name: string;
  /** Bundle id; a latent means nothing to another model. */
  model: string;
  seed: number | null;
  z: Float32Array;
  /** PNG as a data URL. */
  thumbnail: string;
  created: number;
}

/** One end of a walk. */
export interface WalkEnd {
  name: string;
  seed: number | null;
  z: Float32Array;
}

export type LoopMode = 'there-and-back' | 'loop' | 'once';

export interface Walk {
  a: WalkEnd | null;
  b: WalkEnd | null;
  method: InterpolationMethod;
  /** 0 at A, 1 at B. */
  position: number;
  playing: boolean;
  loop: LoopMode;
  /** From A to B. */
  seconds: number;
}

/** A pull of the present face towards a pin; `from` is the face before the pull began. */
export interface Pull {
  pin: string;
  amount: number;
  from: Float32Array;
}

/** A model that can be loaded: from the server's catalogue, or one that the user brought. */
export interface ModelEntry extends CatalogueEntry {
  onDevice: boolean;
}

/** A model that is being converted in the page. */
export interface ModelAdding {
  /** Of the file or folder. */
  name: string;
  stage: string;
  done: number;
  total: number;
}

export interface ModelLoading {
  id: string;
  title: string;
  progress: LoadProgress | null;
}

export interface Notice {
  id: number;
  kind: 'error' | 'info';
  error: PlainError;
}

export interface GifSettings {
  scale: 1 | 2 | 3 | 4;
  frames: number;
  fps: number;
  thereAndBack: boolean;
}

export const panelNames = ['sample', 'walk', 'models'] as const;
export type PanelName = (typeof panelNames)[number];
export type DialogName = 'gif' | 'shortcuts';
export type Theme = 'system' | 'dark' | 'light';
export type Scaling = 'smooth' | 'crisp';

export interface State {
  /** What the server offers, and after it what is on this device; null before the server answered. */
  catalogue: readonly ModelEntry[] | null;
  model: BundleManifest | null;
  loading: ModelLoading | null;
  adding: ModelAdding | null;
  engine: EngineStatus | null;
  backend: BackendChoice;
  face: Face | null;
  pull: Pull | null;
  gridSeeds: readonly number[];
  gridSize: number;
  randomShare: number;
  walk: Walk;
  pins: readonly Pin[];
  gif: GifSettings;
  theme: Theme;
  scaling: Scaling;
  panel: PanelName;
  /** What was done, as a tree; null before the first model. */
  history: History | null;
  dialog: DialogName | null;
  notices: readonly Notice[];
}

export const initialState: State = {
  catalogue: null,
  model: null,
  loading: null,
  adding: null,
  engine: null,
  backend: 'auto',
  face: null,
  pull: null,
  gridSeeds: [],
  gridSize: 16,
  randomShare: 0.1,
  walk: {
    a: null,
    b: null,
    method: 'slerp',
    position: 0,
    playing: false,
    loop: 'there-and-back',
    seconds: 3,
  },
  pins: [],
  gif: { scale: 4, frames: 36, fps: 18, thereAndBack: true },
  theme: 'dark',
  scaling: 'smooth',
  panel: 'sample',
  history: null,
  dialog: null,
  notices: [],
};
