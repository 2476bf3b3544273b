/**
 * One table that says what becomes of each field of the state. The compiler asks for a rule when a field is added.
 * - `memory`: it is gone with the page.
 * - `settings`: it is a small preference and goes to localStorage.
 * - `library`: the user made it, and it goes to IndexedDB.
 */
import type { State, Undone } from './state.ts';

interface FieldRule {
  kept: 'memory' | 'settings' | 'library';
  /** Name of the URL parameter that sets it when the page opens. */
  url?: string;
}

/** The fields of `Undone`, and no others, are marked as what undo and redo bring back. */
type FieldRules = {
  [Name in keyof State]: FieldRule & (Name extends keyof Undone ? { undone: true } : { undone?: never });
};

export const fieldRules = {
  catalogue: { kept: 'memory' },
  model: { kept: 'memory', url: 'model', undone: true },
  loading: { kept: 'memory' },
  adding: { kept: 'memory' },
  askedAddress: { kept: 'memory' },
  getting: { kept: 'memory' },
  offered: { kept: 'memory' },
  publishedSource: { kept: 'memory', url: 'source' },
  realFacesTold: { kept: 'settings' },
  fitting: { kept: 'memory' },
  engine: { kept: 'memory' },
  backend: { kept: 'settings', url: 'backend' },
  face: { kept: 'memory', url: 'seed', undone: true },
  spread: { kept: 'memory', undone: true },
  pull: { kept: 'memory', undone: true },
  modelCard: { kept: 'memory' },
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
 * What a session holds of that: its model is named by its id, and what was taught belongs to the browser as a whole.
 */
export type Work = Omit<Undone, 'model' | 'taught'>;

/** The part of the state that undo and redo bring back, as it is now. */
export function snapshotOf(state: Undone): Undone {
  return Object.fromEntries(undoneNames.map((name) => [name, state[name]])) as unknown as Undone;
}

/** The part of the state that a session holds, as it is now. */
export function workOf(state: Undone): Work {
  const { model: _, taught: __, ...work } = snapshotOf(state);
  return work;
}
