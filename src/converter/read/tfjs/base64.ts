/** Base64 of a text's UTF-8 bytes, the form in which proto3 JSON holds byte strings. */
export function toBase64(text: string): string {
  let binary = '';
  for (const byte of new TextEncoder().encode(text)) binary += String.fromCharCode(byte);
  return btoa(binary);
}
