/**
 * The name that git gives a file by its content: SHA-1 of `blob <bytes>\0` and the file. It identifies the bytes that a
 * repository holds at a commit, so a copy of a file can be checked wherever it came from. Browsers compute SHA-1 only in
 * secure contexts; elsewhere a library replaces it, loaded on demand (`docs/decisions/converter/small-libraries.md`).
 */

let room = new Uint8Array(0);

/** Hashes bytes. @returns 40 hex digits, lower case. */
export async function gitBlobHex(bytes: Uint8Array): Promise<string> {
  const head = new TextEncoder().encode(`blob ${bytes.length}\0`);
  const subtle = globalThis.crypto?.subtle;
  if (!subtle) {
    const { sha1 } = await import('@noble/hashes/legacy.js');
    return toHex(sha1.create().update(head).update(bytes).digest());
  }
  // The browser copies its input before the call returns, so one buffer serves all files.
  const length = head.length + bytes.length;
  if (room.length < length) room = new Uint8Array(length);
  const whole = room.subarray(0, length);
  whole.set(head);
  whole.set(bytes, head.length);
  return toHex(new Uint8Array(await subtle.digest('SHA-1', whole)));
}

function toHex(bytes: Uint8Array): string {
  let hex = '';
  for (const byte of bytes) hex += byte.toString(16).padStart(2, '0');
  return hex;
}
