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
}

export const fieldRules = {
  catalogue: { kept: 'memory' },
  model: { kept: 'memory', url: 'model' },
  loading: { kept: 'memory' },
  adding: { kept: 'memory' },
  engine: { kept: 'memory' },
  backend: { kept: 'settings', url: 'backend' },
  face: { kept: 'memory', url: 'seed' },
  pull: { kept: 'memory' },
  gridSeeds: { kept: 'memory' },
  gridSize: { kept: 'settings' },
  randomShare: { kept: 'settings' },
  walk: { kept: 'memory' },
  pins: { kept: 'library' },
  gif: { kept: 'settings' },
  theme: { kept: 'settings' },
  scaling: { kept: 'settings' },
  panel: { kept: 'settings' },
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
