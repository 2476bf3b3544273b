/**
 * Returns the chord of a key as commands name it: `z`, `mod+z`, `mod+shift+z`. Mod is Ctrl, or Cmd on a Mac; Shift alone is
 * already part of the character. While a keyboard types Korean, Greek and the like, a letter key is known by the Latin letter on
 * it.
 */
export function chord({
  key,
  code = '',
  ctrlKey,
  metaKey,
  shiftKey,
}: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey'> & { code?: string }): string {
  const letter = /^Key([A-Z])$/.exec(code)?.[1];
  const foreign = key.length === 1 && key > '\u007f';
  const plain = foreign && letter ? letter.toLowerCase() : key.length === 1 ? key.toLowerCase() : key;
  return ctrlKey || metaKey ? `mod+${shiftKey ? 'shift+' : ''}${plain}` : plain;
}

/** Keys that belong to browsers and controls. */
const reserved =
  /^(mod\+(shift\+)?)?(Tab|Enter|Escape|Arrow.*|Home|End|Page.*|Backspace|Delete|CapsLock|Dead|Process|Unidentified|ContextMenu|F\d+)$/;
const ofBrowser = ['a', 'c', 'n', 'q', 't', 'v', 'w', 'x', 'r', 'l', 'f', 'p'].map((key) => `mod+${key}`);
const modifiers = ['Shift', 'Control', 'Alt', 'AltGraph', 'Meta', 'OS', 'Fn'];

/** Whether a key is a modifier. */
export const isModifier = (key: string): boolean => modifiers.includes(key);

/** Whether a chord may run a command of this page: it must belong to neither the browser nor a control. */
export function isFree(chord: string): boolean {
  return !reserved.test(chord) && !ofBrowser.includes(chord);
}
