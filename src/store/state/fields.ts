/**
 * A table that says where each field of the state is kept. The compiler asks for a rule when a field is added.
 * - `memory`: it is lost when the page closes.
 * - `settings`: it is a small preference, kept in localStorage.
 * - `library`: it is the user's own work, kept in IndexedDB.
 */
import type { State, Undone } from './state.ts';

interface FieldRule {
  kept: 'memory' | 'settings' | 'library';
  /** Name of the URL parameter that sets it when the page opens. */
  url?: string;
}

/** Exactly the fields of `Undone` are marked as restored by undo and redo. */
type FieldRules = {
  [Name in keyof State]: FieldRule & (Name extends keyof Undone ? { undone: true } : { undone?: never });
};

export const fieldRules = {
  catalogue: { kept: 'memory' },
  model: { kept: 'memory', url: 'model', undone: true },
  loading: { kept: 'memory' },
  notLoaded: { kept: 'memory' },
  newVersion: { kept: 'memory' },
  adding: { kept: 'memory' },
  askedAddress: { kept: 'memory' },
  askedRecipe: { kept: 'memory' },
  getting: { kept: 'memory' },
  offered: { kept: 'memory' },
  publishedSource: { kept: 'memory', url: 'source' },
  realFacesTold: { kept: 'settings' },
  firstVisit: { kept: 'settings' },
  collapse: { kept: 'memory' },
  lessons: { kept: 'settings' },
  fitting: { kept: 'memory' },
  engine: { kept: 'memory' },
  backend: { kept: 'settings', url: 'backend' },
  face: { kept: 'memory', url: 'seed', undone: true },
  spread: { kept: 'memory', undone: true },
  pull: { kept: 'memory', undone: true },
  modelCard: { kept: 'memory' },
  modelMeasure: { kept: 'memory' },
  attributes: { kept: 'memory' },
  taught: { kept: 'library', undone: true },
  edit: { kept: 'memory', undone: true },
  keepEdits: { kept: 'settings' },
  openHeadings: { kept: 'settings' },
  copiedEdit: { kept: 'memory' },
  arithmetic: { kept: 'memory', undone: true },
  gridSeeds: { kept: 'memory', undone: true },
  gridSize: { kept: 'settings' },
  spreads: { kept: 'settings' },
  randomShare: { kept: 'settings' },
  walk: { kept: 'memory', undone: true },
  path: { kept: 'memory', undone: true },
  pointedPin: { kept: 'memory' },
  walkMeasure: { kept: 'memory' },
  pathMeasure: { kept: 'memory' },
  map: { kept: 'memory', undone: true },
  network: { kept: 'memory', undone: true },
  growthHeads: { kept: 'settings' },
  playing: { kept: 'memory' },
  pins: { kept: 'library', undone: true },
  batch: { kept: 'settings' },
  batchWork: { kept: 'memory' },
  film: { kept: 'settings' },
  filmOf: { kept: 'memory' },
  photos: { kept: 'memory' },
  projection: { kept: 'memory' },
  keyChanges: { kept: 'settings' },
  characterKeys: { kept: 'settings' },
  theme: { kept: 'settings' },
  language: { kept: 'settings', url: 'lang' },
  scaling: { kept: 'settings' },
  panel: { kept: 'settings' },
  panelFrame: { kept: 'settings' },
  onlyPicture: { kept: 'memory' },
  history: { kept: 'memory' },
  dialog: { kept: 'memory' },
  comparison: { kept: 'memory' },
  dragAxes: { kept: 'settings' },
  pictureWords: { kept: 'memory' },
  notices: { kept: 'memory' },
} as const satisfies FieldRules;

type FieldsKept<Place extends FieldRule['kept']> = {
  [Name in keyof State]: (typeof fieldRules)[Name]['kept'] extends Place ? Name : never;
}[keyof State];

/** The part of the state that goes to localStorage. */
export type Settings = Pick<State, FieldsKept<'settings'>>;

export const settingNames = (Object.keys(fieldRules) as (keyof State)[]).filter(
  (name): name is keyof Settings => fieldRules[name].kept === 'settings',
);

const undoneNames = (Object.keys(fieldRules) as (keyof State)[]).filter(
  (name): name is keyof Undone => 'undone' in fieldRules[name],
);

/**
 * The part of that which a session holds: its model is named by its id, and taught attributes belong to the browser as a
 * whole.
 */
export type Work = Omit<Undone, 'model' | 'taught'>;

export const workNames = undoneNames.filter(
  (name): name is keyof Work => name !== 'model' && name !== 'taught',
);

/** Returns the part of the state that undo and redo restore. */
export function snapshotOf(state: Undone): Undone {
  return Object.fromEntries(undoneNames.map((name) => [name, state[name]])) as unknown as Undone;
}

/** Returns the part of the state that a session holds. */
export function workOf(state: Undone): Work {
  const { model: _, taught: __, ...work } = snapshotOf(state);
  return work;
}
