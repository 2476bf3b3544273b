/** Latents in JSON: base64 of little-endian float32. `toBase64` and `fromBase64` are reverses. */

export function toBase64(values: Float32Array): string {
  const bytes = new Uint8Array(values.length * 4);
  const view = new DataView(bytes.buffer);
  values.forEach((value, index) => {
    view.setFloat32(index * 4, value, true);
  });
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}

/** @throws InvalidCharacterError for text that is not base64 */
export function fromBase64(text: string): Float32Array {
  const binary = atob(text);
  // Plain loops: a session of hundreds of pins waits for this.
  const bytes = new Uint8Array(binary.length);
  for (let index = 0; index < bytes.length; index++) bytes[index] = binary.charCodeAt(index);
  const view = new DataView(bytes.buffer);
  const values = new Float32Array(Math.floor(bytes.length / 4));
  for (let index = 0; index < values.length; index++) values[index] = view.getFloat32(index * 4, true);
  return values;
}
