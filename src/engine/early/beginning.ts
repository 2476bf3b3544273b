/**
 * What the engine's worker may begin before it hears a word from the page. A worker's first message reaches it long after
 * its script has run, so the page's first script writes this into the worker's name. (Not into its address, behind a `#`:
 * then the worker's other files, which import from its script by the plain address, would run that script a second time.)
 */
import { type BackendChoice, backendNames } from '../contract.ts';

/** The name of the engine's worker, without a beginning. */
export const workerName = 'zscape-engine';

export interface Beginning {
  /** The backend to start. */
  choice: BackendChoice;
  /** Whether the page will most likely ask for the build's default model. */
  firstModel: boolean;
}

/** The default model of this build. */
export interface FirstModel {
  /** Its folder's address, relative to the worker's, with a slash at its end. */
  folder: string;
  /** The text of its `zscape.json` at the time of the build. */
  manifestText: string;
}

declare const __FIRST_MODEL__: FirstModel | undefined;

/** Undefined on the development server, in tests, and in builds without a catalogue. */
export const builtModel: FirstModel | undefined =
  typeof __FIRST_MODEL__ === 'undefined' ? undefined : __FIRST_MODEL__;

const choices: readonly BackendChoice[] = ['auto', ...backendNames];

/** Returns the name of a worker that begins like this. */
export function nameWith({ choice, firstModel }: Beginning): string {
  return [workerName, choice, ...(firstModel ? ['first'] : [])].join(' ');
}

/** Reads a worker's name. @returns undefined if it says nothing about a beginning. */
export function readBeginning(name: string): Beginning | undefined {
  const [, wished, model] = name.split(' ');
  const choice = choices.find((one) => one === wished);
  return choice && { choice, firstModel: model === 'first' };
}
