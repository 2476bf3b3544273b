/** Everything the app knows, in one place. `fields.ts` says what becomes of each field. */
import type { PlainError } from '../../base/errors.ts';
import type { ModelCard } from '../../bundle/schema/card.ts';
import type { BundleManifest } from '../../bundle/schema/manifest.ts';
import type { BackendChoice, EngineStatus } from '../../engine/contract.ts';
import type { LatentCloud } from '../../latent/vector/cloud.ts';
import type { History } from '../history/history.ts';
import type { FaceMap, Path, PathMeasure, Playable, Walk } from './journeys.ts';
import type {
  AskedAddress,
  ModelAdding,
  ModelEntry,
  ModelFitting,
  ModelGetting,
  ModelLoading,
} from './models.ts';

export type { ModelEntry, ModelFitting, ModelGetting, ModelLoading };

/** A model as the page holds it: its bundle's manifest, and what is known of its latents. */
export interface Model extends BundleManifest {
  /** Where its prior is not the standard one and its bundle says which (`latents` of the manifest). */
  cloud?: LatentCloud;
}

/**
 * A point of latent space and where it came from. Vectors are never written in place: a change makes a new one. All vectors of
 * faces are points (`latent/point/classTail.ts`): of a model with classes they end with what tells the class.
 */
export interface Face {
  /** The seed that `origin` was drawn with; null where it came from elsewhere, such as a walk or a file. */
  seed: number | null;
  /** The factor of the random vector of that seed; 1 when left out. */
  spread?: number | undefined;
  /** z before any edit; "Reset" goes back to it. */
  origin: Float32Array;
  /** The latent of the picture on the canvas. */
  z: Float32Array;
}

/** A face that the user kept. */
export interface Pin {
  id: string;
  name: string;
  /** Bundle id of the model that it belongs to: a latent means nothing to another. */
  model: string;
  seed: number | null;
  spread?: number | undefined;
  z: Float32Array;
  /** PNG as a data URL. */
  thumbnail: string;
  created: number;
}

/** A pull of the present face towards a pin; `from` is the latent before the pull began. */
export interface Pull {
  pin: string;
  amount: number;
  from: Float32Array;
}

const attributeGroups = ['labelled', 'taught', 'pca', 'closed-form'] as const;
export type AttributeGroup = (typeof attributeGroups)[number];

/** A direction of latent space with a meaning, for the current model. */
export interface Attribute {
  /** Unique within its model, and the same after a reload. */
  id: string;
  name: string;
  group: AttributeGroup;
  /** Heading among the labelled ones, where the bundle has several. */
  heading?: string | undefined;
  /** The names of the slider's negative and positive end, where each has one. */
  ends?: readonly [low: string, high: string] | undefined;
  /** It is shown before the headings. */
  first?: boolean | undefined;
  /** Unit vector, float32 [latent size]. */
  direction: Float32Array;
  /** One sentence on what a step is expected to do, where that is known. */
  effect?: string | undefined;
  accuracy?: MeasuredAccuracy | undefined;
}

/** Held-out accuracy of a boundary; `interval` is the 95 % Wilson interval of the share. */
export interface MeasuredAccuracy {
  share: number;
  interval: [number, number];
  total: number;
}

/** What is known of the current model's attributes, besides those that the user taught. */
export interface AttributeShelf {
  /** Bundle id. */
  model: string;
  list: readonly Attribute[];
  /** The search that is under way: for which group, and how far it is. Null when there is none. */
  finding: { group: AttributeGroup; done: number; total: number } | null;
}

export const taughtWays = ['boundary', 'means'] as const;
export type TaughtWay = (typeof taughtWays)[number];

/** An attribute that the user taught or brought as a file. */
export interface Taught {
  id: string;
  /** Bundle id. */
  model: string;
  name: string;
  /** The seeds of the faces that were shown, and what the user said of each. */
  marks: readonly TaughtMark[];
  direction: Float32Array;
  /** Where the boundary lies along the direction; null for a direction that came as a bare vector. */
  threshold: number | null;
  accuracy: MeasuredAccuracy | null;
  /** The difference of the means of the same marks: another direction, which is simpler and sometimes better. */
  means?: { direction: Float32Array; accuracy: MeasuredAccuracy } | undefined;
  /** Which of the two directions the slider moves along; that of the boundary when left out. */
  way?: TaughtWay | undefined;
  created: number;
}

export interface TaughtMark {
  seed: number;
  yes: boolean;
}

/** What the attribute sliders did to the face. It holds as long as `result` is what stands on the canvas. */
export interface Edit {
  /** The face before its edits. */
  base: Float32Array | null;
  result: Float32Array | null;
  /** How far each attribute is moved, in standard deviations, by its id; zeros are left out. */
  amounts: Readonly<Record<string, number>>;
  /** Ids of attributes that the others must not move. */
  locked: readonly string[];
}

export interface Arithmetic {
  text: string;
  /** Bring the result to the magnitude at which the model was trained. */
  guard: boolean;
}

export interface Notice {
  id: number;
  kind: 'error' | 'warning' | 'info';
  error: PlainError;
}

export interface GifSettings {
  scale: 1 | 2 | 3 | 4;
  frames: number;
  fps: number;
  thereAndBack: boolean;
}

export const panelNames = ['sample', 'walk', 'path', 'map', 'attributes', 'arithmetic', 'models'] as const;
export type PanelName = (typeof panelNames)[number];
export type DialogName = 'gif' | 'shortcuts' | 'sessions' | 'palette';
export type Theme = 'system' | 'dark' | 'light';
export type Scaling = 'smooth' | 'crisp';

/** The part of the state that undo and redo bring back. */
export interface Undone {
  model: Model | null;
  face: Face | null;
  /** Factor of the random vectors of new faces, for models that do not normalise z. */
  spread: number;
  pull: Pull | null;
  /** What was taught for all models. */
  taught: readonly Taught[];
  edit: Edit;
  arithmetic: Arithmetic;
  gridSeeds: readonly number[];
  walk: Walk;
  path: Path;
  map: FaceMap;
  pins: readonly Pin[];
}

export interface State extends Undone {
  /** The models that the server offers, and after them those on this device; null before the server has answered. */
  catalogue: readonly ModelEntry[] | null;
  loading: ModelLoading | null;
  adding: ModelAdding | null;
  askedAddress: AskedAddress | null;
  getting: ModelGetting | null;
  /** Id of a published model that a link asks for, and that is not here. */
  offered: string | null;
  /** The folder that the address names in place of the hosts of published models, with a slash at its end. */
  publishedSource: string | null;
  /** Whether the user has put away the line that speaks of real faces. */
  realFacesTold: boolean;
  fitting: ModelFitting | null;
  engine: EngineStatus | null;
  backend: BackendChoice;
  attributes: AttributeShelf | null;
  /** The figures of a model, once somebody asked for them; `card` is null for a model that nobody measured. */
  modelCard: { model: string; card: ModelCard | null } | null;
  /** Whether a new sample gets the edits of the face before it. */
  keepEdits: boolean;
  /** Headings of attributes whose sliders are shown, where some sliders come first and the rest waits. */
  openHeadings: readonly string[];
  /** Edits that were copied from a face, to be put on another. */
  copiedEdit: Edit['amounts'] | null;
  gridSize: number;
  /** The spreads that were set for models, by their ids, the latest last. */
  spreads: Readonly<Record<string, number>>;
  randomShare: number;
  pathMeasure: PathMeasure | null;
  playing: Playable | null;
  gif: GifSettings;
  /** What the GIF dialog saves. */
  gifOf: Playable;
  theme: Theme;
  scaling: Scaling;
  panel: PanelName;
  /** What the user did, as a tree; null before the first model is there. */
  history: History<Undone> | null;
  dialog: DialogName | null;
  notices: readonly Notice[];
}
