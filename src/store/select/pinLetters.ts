/** Returns the letter by which expressions call a pin: A, B, ... Z, AA, AB, ... in the order of the tray. */
export function pinLetter(index: number): string {
  const last = String.fromCharCode(65 + (index % 26));
  return index < 26 ? last : pinLetter(Math.floor(index / 26) - 1) + last;
}

/** Returns the index of the pin with this letter, in either case; null for any other text. */
export function letterIndex(letter: string): number | null {
  if (!/^[A-Za-z]{1,2}$/.test(letter)) return null;
  let index = 0;
  for (const character of letter.toUpperCase()) index = index * 26 + (character.charCodeAt(0) - 64);
  return index - 1;
}
