/** Whether pasted text is meant as an address rather than as words. */
export function looksLikeAddress(text: string): boolean {
  const trimmed = text.trim();
  return /^https?:\/\/\S+$/i.test(trimmed) && URL.canParse(trimmed);
}
