/**
 * What becomes of each field of the state. The compiler asks for a rule when a field is added.
 * - `memory`: gone with the page
 * - `settings`: small preferences, in localStorage
 * - `library`: what the user made, in IndexedDB
 */
import type { State } from './state.ts';

interface FieldRule {
  kept: 'memory' | 'settings' | 'library';
  /** Name of the URL parameter that sets it when the page opens. */
  url?: string;
  /** Part of what an act changes: undo and redo bring it back. */
  undone?: true;
}

export const fieldRules = {
  catalogue: { kept: 'memory' },
  model: { kept: 'memory', url: 'model', undone: true },
  loading: { kept: 'memory' },
  adding: { kept: 'memory' },
  fitting: { kept: 'memory' },
  engine: { kept: 'memory' },
  backend: { kept: 'settings', url: 'backend' },
  face: { kept: 'memory', url: 'seed', undone: true },
  pull: { kept: 'memory', undone: true },
  measured: { kept: 'memory' },
  attributes: { kept: 'memory' },
  taught: { kept: 'library', undone: true },
  edit: { kept: 'memory', undone: true },
  keepEdits: { kept: 'settings' },
  copiedEdit: { kept: 'memory' },
  arithmetic: { kept: 'memory', undone: true },
  gridSeeds: { kept: 'memory', undone: true },
  gridSize: { kept: 'settings' },
  randomShare: { kept: 'settings' },
  walk: { kept: 'memory', undone: true },
  path: { kept: 'memory', undone: true },
  pathMeasure: { kept: 'memory' },
  map: { kept: 'memory', undone: true },
  playing: { kept: 'memory' },
  pins: { kept: 'library', undone: true },
  gif: { kept: 'settings' },
  gifOf: { kept: 'memory' },
  theme: { kept: 'settings' },
  scaling: { kept: 'settings' },
  panel: { kept: 'settings' },
  history: { kept: 'memory' },
  dialog: { kept: 'memory' },
  notices: { kept: 'memory' },
} as const satisfies Record<keyof State, FieldRule>;

type FieldsKept<Place extends FieldRule['kept']> = {
  [Name in keyof State]: (typeof fieldRules)[Name]['kept'] extends Place ? Name : never;
}[keyof State];

/** The part of the state that goes to localStorage. */
export type Settings = Pick<State, FieldsKept<'settings'>>;

export const settingNames = (Object.keys(fieldRules) as (keyof State)[]).filter(
  (name): name is keyof Settings => fieldRules[name].kept === 'settings',
);

type UndoneNames = {
  [Name in keyof State]: (typeof fieldRules)[Name] extends { undone: true } ? Name : never;
}[keyof State];

/** The part of the state that undo and redo bring back. */
export type Undone = Pick<State, UndoneNames>;

/** What a session holds of it: its model goes by its id, and what was taught belongs to the browser. */
export type Work = Omit<Undone, 'model' | 'taught'>;

export const undoneNames = (Object.keys(fieldRules) as (keyof State)[]).filter(
  (name): name is keyof Undone => 'undone' in fieldRules[name],
);
