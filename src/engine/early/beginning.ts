/**
 * What the engine's worker may begin before it hears a word from the page. A worker's first message reaches it long after
 * its script has run, so the page's first script writes this into the worker's address, behind the `#`.
 */
import { type BackendChoice, backendNames } from '../contract.ts';

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

/** Returns the part of the worker's address that follows the `#`, without it. */
export function writeBeginning({ choice, firstModel }: Beginning): string {
  return firstModel ? `${choice},first` : choice;
}

/** Reads a worker's address. @param hash of the address, with its `#` if it has one. @returns undefined if it says nothing. */
export function readBeginning(hash: string): Beginning | undefined {
  const [name, model] = hash.slice(1).split(',');
  const choice = choices.find((one) => one === name);
  return choice && { choice, firstModel: model === 'first' };
}
