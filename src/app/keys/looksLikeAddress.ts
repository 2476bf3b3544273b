/** Whether a pasted text is meant as the address of something, and not as words. */
export function looksLikeAddress(text: string): boolean {
  const trimmed = text.trim();
  return /^https?:\/\/\S+$/i.test(trimmed) && URL.canParse(trimmed);
}
