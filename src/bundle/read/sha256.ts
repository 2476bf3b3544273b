/**
 * SHA-256 of bytes as 64 hex digits. Browsers compute it only for secure contexts, and a page that is opened from another
 * machine of the house over plain http is none: there a library stands in, which is loaded when it is needed
 * (`docs/decisions/small-libraries.md`).
 */

/** @returns the hash as lower case hex. */
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
