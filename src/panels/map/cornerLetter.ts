/** The names of the map's corners: A, B, C, ... */
export function cornerLetter(index: number): string {
  return String.fromCharCode(65 + index);
}
