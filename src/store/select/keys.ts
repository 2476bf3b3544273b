/**
 * Which keys call which command. Commands name their usual keys. The user's changes are stored under those, since a
 * command's name may change, for example with the language. A chord is the lower-case `KeyboardEvent.key` after `mod+`
 * (Ctrl, or Cmd on a Mac) and `shift+`: `z`, `?`, `mod+shift+z`.
 */
import type { State } from '../state/state.ts';

/** Anything that may have keys, such as a command. */
interface Keyed {
  name: string;
  keys?: readonly string[];
}

type KeyState = Pick<State, 'keyChanges' | 'characterKeys'>;

/** Tells whether a chord is a single character, which speech input or a slip of the hand may type by mistake (WCAG 2.1.4). */
export function isCharacterKey(chord: string): boolean {
  return [...chord].length === 1;
}

/** Returns the chord that now replaces a usual one; null if it was removed, or if keys of one character are turned off. */
export function keyNow({ keyChanges, characterKeys }: KeyState, usual: string): string | null {
  const chord = keyChanges[usual] ?? usual;
  return chord === '' || (!characterKeys && isCharacterKey(chord)) ? null : chord;
}

/** Returns a command's current chords. */
export function keysNow(state: KeyState, { keys = [] }: Keyed): string[] {
  return keys.map((usual) => keyNow(state, usual)).filter((chord) => chord !== null);
}

/** Returns the command that a chord calls. */
export function commandOf<Command extends Keyed>(
  state: KeyState,
  commands: readonly Command[],
  chord: string,
): Command | undefined {
  return commands.find((command) => keysNow(state, command).includes(chord));
}

/**
 * Returns the other use of a chord, whether or not it is turned on now. @param usual the usual key that is about to get
 * the chord
 */
export function takenBy<Command extends Keyed>(
  { keyChanges }: KeyState,
  commands: readonly Command[],
  chord: string,
  usual: string,
): Command | undefined {
  return commands.find(({ keys = [] }) =>
    keys.some((one) => one !== usual && (keyChanges[one] ?? one) === chord),
  );
}
