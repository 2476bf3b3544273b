/**
 * SHA-256 of bytes as 64 hex digits. Browsers compute it only in secure contexts, which exclude a page opened from
 * another machine at home over plain http: there a library replaces it, loaded on demand
 * (`docs/decisions/converter/small-libraries.md`).
 */

/** Hashes bytes. @returns the hash as lower-case hex. */
export async function sha256Hex(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const subtle = globalThis.crypto?.subtle;
  if (subtle) return toHex(new Uint8Array(await subtle.digest('SHA-256', bytes)));
  const { sha256 } = await import('@noble/hashes/sha2.js');
  return toHex(sha256(bytes));
}

function toHex(bytes: Uint8Array): string {
  let hex = '';
  for (const byte of bytes) hex += byte.toString(16).padStart(2, '0');
  return hex;
}
