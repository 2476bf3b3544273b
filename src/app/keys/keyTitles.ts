/** A key as a person reads it: `mod+shift+z` is Ctrl Shift Z, or ⌘ ⇧ Z on a Mac. */
const mac = /Mac|iPhone|iPad/.test(navigator.userAgent);
const titles: Record<string, string> = { ' ': 'Space', mod: mac ? '⌘' : 'Ctrl', shift: mac ? '⇧' : 'Shift' };

export function keyTitle(keys: string): string {
  if (keys === ' ') return 'Space';
  return keys
    .split('+')
    .map((key) => titles[key] ?? key.toUpperCase())
    .join(mac ? ' ' : '+');
}
