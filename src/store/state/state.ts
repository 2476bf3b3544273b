/** Everything the app knows, in one place. `fields.ts` says where each field is kept. */
import type { PlainError } from '../../base/errors.ts';
import type { ModelCard } from '../../bundle/schema/card.ts';
import type { BundleManifest } from '../../bundle/schema/manifest.ts';
import type { BackendChoice, EngineStatus } from '../../engine/contract.ts';
import type { Language } from '../../language/languages.ts';
import type { LatentCloud } from '../../latent/vector/cloud.ts';
import type { History } from '../history/history.ts';
import type { AttributeShelf, Taught } from './attributes.ts';
import type { BatchSettings, BatchWork } from './batch.ts';
import type { FilmChoices, FilmOf } from './film.ts';
import type { FaceMap, Path, PathMeasure, Playable, Walk, WalkMeasure } from './journeys.ts';
import type { ModelMeasure } from './measure.ts';
import type {
  AskedAddress,
  AskedRecipe,
  ModelAdding,
  ModelEntry,
  ModelFitting,
  ModelGetting,
  ModelLoading,
  ModelNotLoaded,
} from './models.ts';
import type { HeadKind, NetworkState } from './network.ts';
import type { Photos, PinPhoto, Projection } from './photo.ts';

export * from './attributes.ts';
export type { ModelEntry, ModelFitting, ModelGetting, ModelLoading };

/** A model in the page: its bundle's manifest, and its latents, if known. */
export interface Model extends BundleManifest {
  /** Given if its prior is not the standard one and its bundle describes it (`latents` of the manifest). */
  cloud?: LatentCloud;
}

/**
 * A point of latent space and its origin. Vectors are never written in place: a change makes a new one. All vectors of
 * faces are points (`latent/point/classTail.ts`): for a model with classes they end with the class.
 */
export interface Face {
  /** The seed that `origin` was drawn with; null if it came from elsewhere, such as a walk or a file. */
  seed: number | null;
  /** The factor of the random vector of that seed; 1 when omitted. */
  spread?: number | undefined;
  /** z before any edit; "Reset" goes back to it. */
  origin: Float32Array;
  /** The latent of the picture on the canvas. */
  z: Float32Array;
}

/** A face that the user pinned. */
export interface Pin {
  id: string;
  name: string;
  /** Bundle id of the model that it belongs to: a latent means nothing to another model. */
  model: string;
  seed: number | null;
  spread?: number | undefined;
  z: Float32Array;
  /** PNG as a data URL. */
  thumbnail: string;
  /** The picture that its face was found for (`Find this face`). */
  photo?: PinPhoto | undefined;
  created: number;
}

/** A pull of the current face towards a pin; `from` is the latent before the pull began. */
export interface Pull {
  pin: string;
  amount: number;
  from: Float32Array;
}

/** The attribute sliders' change of the face. It is valid as long as the canvas shows `result`. */
export interface Edit {
  /** The face before its edits. */
  base: Float32Array | null;
  result: Float32Array | null;
  /** How far each attribute is moved, in standard deviations, by its id; zeros are omitted. */
  amounts: Readonly<Record<string, number>>;
  /** Ids of attributes that the others must not move. */
  locked: readonly string[];
}

export interface Arithmetic {
  text: string;
  /** Scale the result to the magnitude at which the model was trained. */
  guard: boolean;
}

export interface Notice {
  id: number;
  kind: 'error' | 'warning' | 'info';
  error: PlainError;
  /** The notice's reason, if it can end; the notice goes with it (`settleNotices`). */
  about?: NoticeReason | undefined;
}

/**
 * The reason of a notice: a model that failed to load or could not be read, the search for a model's attributes, the
 * engine, the browser's storage, the converter's notes about a model of this device, or a command that failed.
 */
export type NoticeReason =
  | 'load'
  | 'attributes'
  | 'engine'
  | 'storage'
  | `model ${string}`
  | `command ${string}`;

export interface Comparison {
  /** `held` while a key or a finger is down; `divided` with a divider on the picture. */
  mode: 'off' | 'held' | 'divided';
  /** Id of the pin that the face is compared with; null for the previous face. */
  pin: string | null;
  /** Position of the divider: 0 at the left of the picture, 1 at its right. */
  at: number;
}

export interface DragAxes {
  x: string | null;
  y: string | null;
}

export const panelNames = [
  'sample',
  'walk',
  'path',
  'map',
  'attributes',
  'arithmetic',
  'photo',
  'network',
  'models',
] as const;
export type PanelName = (typeof panelNames)[number];
export type DialogName =
  | 'batch'
  | 'export'
  | 'png'
  | 'shortcuts'
  | 'sessions'
  | 'palette'
  | 'gallery'
  | 'lessons';
/** Guided tours, in the recommended order. */
export const lessonNames = ['space', 'smooth', 'growing', 'variety', 'arithmetic'] as const;
export type LessonName = (typeof lessonNames)[number];
/** The steps of a first visit, in this order. */
export const firstSteps = ['sample', 'slider', 'walk'] as const;
export type FirstStep = (typeof firstSteps)[number];
export type Theme = 'system' | 'dark' | 'light';
export type Scaling = 'smooth' | 'crisp';

/** The panel's size on the page. */
export interface PanelFrame {
  shown: boolean;
  /** CSS pixels when it stands beside the picture; null for its usual width. */
  width: number | null;
  /** Percent of the page's height when it stands below the picture; null for its usual height. */
  share: number | null;
}

/** The part of the state that undo and redo restore. */
export interface Undone {
  model: Model | null;
  face: Face | null;
  /** Factor of the random vectors of new faces, for models that do not normalise z. */
  spread: number;
  pull: Pull | null;
  /** Attributes taught for any model. */
  taught: readonly Taught[];
  edit: Edit;
  arithmetic: Arithmetic;
  gridSeeds: readonly number[];
  walk: Walk;
  path: Path;
  map: FaceMap;
  /** Changes inside the network. */
  network: NetworkState;
  pins: readonly Pin[];
}

export interface State extends Undone {
  /** The models that the server offers, then those on this device; null until the server has answered. */
  catalogue: readonly ModelEntry[] | null;
  loading: ModelLoading | null;
  notLoaded: ModelNotLoaded | null;
  /** Whether a version of the page other than the running one is available. */
  newVersion: boolean;
  adding: ModelAdding | null;
  askedAddress: AskedAddress | null;
  askedRecipe: AskedRecipe | null;
  getting: ModelGetting | null;
  /** Id of a published model that a link asks for and this page lacks. */
  offered: string | null;
  /** The folder that the address names instead of the hosts of published models, with a slash at its end. */
  publishedSource: string | null;
  /** Whether the user has dismissed the line about real faces. */
  realFacesTold: boolean;
  /** The first steps: whether the visitor has dismissed them, and which of them are done. */
  firstVisit: { over: boolean; done: readonly FirstStep[] };
  /** How far the faces of the grid are pulled together in the demonstration of variety, 0 to 1. */
  collapse: number;
  /** The open lesson, and the next step of each one begun; the number of its steps once it is finished. */
  lessons: { open: LessonName | null; at: Readonly<Partial<Record<LessonName, number>>> };
  fitting: ModelFitting | null;
  engine: EngineStatus | null;
  backend: BackendChoice;
  attributes: AttributeShelf | null;
  /** The figures of a model, once they were requested; `card` is null for a model without measurements. */
  modelCard: { model: string; card: ModelCard | null } | null;
  /** The last measurement of a model, or the running one. */
  modelMeasure: ModelMeasure | null;
  /** Whether a new sample gets the edits of the previous face. */
  keepEdits: boolean;
  /** Headings of attributes that are open, for models that show some sliders first. */
  openHeadings: readonly string[];
  /** Edits copied from a face, to apply to another. */
  copiedEdit: Edit['amounts'] | null;
  gridSize: number;
  /** The spreads set for models, by their ids, the latest last. */
  spreads: Readonly<Record<string, number>>;
  randomShare: number;
  /** The pin that the tray highlights, because the user tried to pin its face again. */
  pointedPin: string | null;
  walkMeasure: WalkMeasure | null;
  pathMeasure: PathMeasure | null;
  /** The heads with which a network grows, for models that have both kinds. */
  growthHeads: HeadKind;
  playing: Playable | 'growth' | null;
  batch: BatchSettings;
  /** The batch in progress, or waiting to be resumed or saved. */
  batchWork: BatchWork | null;
  /** The remembered settings of the Export dialog. */
  film: FilmChoices;
  /** The subject of the Export dialog. */
  filmOf: FilmOf;
  /** Pictures whose faces are to be found in latent space. */
  photos: Photos;
  /** The search for the face of one of them. */
  projection: Projection | null;
  /** Keys that the user changed: the chord that replaces a usual one, or '' for none (`select/keys.ts`). */
  keyChanges: Readonly<Record<string, string>>;
  /** Whether keys of one character call commands; chords with Ctrl always do. */
  characterKeys: boolean;
  theme: Theme;
  /** The language that the user chose; null for the browser's. */
  language: Language | null;
  scaling: Scaling;
  panel: PanelName;
  panelFrame: PanelFrame;
  /** Everything but the picture is hidden. */
  onlyPicture: boolean;
  /** The user's acts, as a tree; null until the first model is loaded. */
  history: History<Undone> | null;
  dialog: DialogName | null;
  /** Whether the previous face, or a pin, is shown in place of the picture or beside a divider on it. */
  comparison: Comparison;
  /** Ids of the attributes along which dragging on the picture moves the face; null for none. */
  dragAxes: DragAxes;
  /** A description of the picture in words; null until the first face has rested for a while. */
  pictureWords: string | null;
  notices: readonly Notice[];
}
