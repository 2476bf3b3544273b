/** Converts anything that a browser may have stored to something that JSON can express. */
import { toBase64 } from '../packedLatents.ts';

const deepest = 40;

/**
 * Typed arrays become base64, values that JSON cannot hold become strings, and cycles and values that are nested too deeply are cut off.
 * Never throws.
 */
export function plainOf(value: unknown, above: readonly unknown[] = []): unknown {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (value instanceof Float32Array) return { f32: toBase64(value) };
  if (typeof value !== 'object') return String(value);
  if (above.includes(value)) return '(a cycle)';
  if (above.length >= deepest) return '(too deep)';
  const inside = [...above, value];
  if (Array.isArray(value)) return value.map((item) => plainOf(item, inside));
  if (ArrayBuffer.isView(value))
    return Array.from(new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
  if (value instanceof Map || value instanceof Set)
    return [...value].map((item: unknown) => plainOf(item, inside));
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return String(value);
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, plainOf(item, inside)]));
}
