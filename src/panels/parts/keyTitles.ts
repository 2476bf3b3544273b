/** A key as a person reads it: `mod+shift+z` is Ctrl+Shift+Z, or ⌘ ⇧ Z on a Mac. */
export function keyTitle(keys: string): string {
  if (keys === ' ') return 'Space';
  // Node.js 20, in which the build renders the frame, has no navigator.
  const mac = /Mac|iPhone|iPad/.test(globalThis.navigator?.userAgent ?? '');
  const titles: Record<string, string> = {
    mod: mac ? '⌘' : 'Ctrl',
    shift: mac ? '⇧' : 'Shift',
    ' ': 'Space',
  };
  // The key itself may be a plus sign.
  return keys
    .split(/\+(?=.)/)
    .map((key) => titles[key] ?? key.toUpperCase())
    .join(mac ? ' ' : '+');
}
