/**
 * Finds the files with an ONNX model's weights. It only searches the raw bytes for their names, so nothing has to be
 * decoded to know what to fetch; the ONNX reader checks them when it reads the model.
 */
import { nextTask } from '../../base/nextTask.ts';

/** `TensorProto.external_data`: an entry whose key (field 1) is `location`, then the tag of its value (field 2). */
const mark = Uint8Array.from([0x0a, 8, ...new TextEncoder().encode('location'), 0x12]);
const longestName = 1024;
/** Bytes to search before the page gets a turn. */
const slice = 4 * 2 ** 20;
const mostFiles = 64;

/** Finds the names. @returns each once, in order; at most 64 */
export async function externalData(bytes: Uint8Array): Promise<string[]> {
  const names = new Set<string>();
  let rest = slice;
  for (
    let at = bytes.indexOf(mark[0]!);
    at >= 0 && names.size < mostFiles;
    at = bytes.indexOf(mark[0]!, at + 1)
  ) {
    const name = nameAt(bytes, at);
    if (name !== null) names.add(name);
    if (at < rest) continue;
    rest = at + slice;
    await nextTask();
  }
  return [...names];
}

function nameAt(bytes: Uint8Array, at: number): string | null {
  for (let i = 1; i < mark.length; i++) if (bytes[at + i] !== mark[i]) return null;
  let start = at + mark.length;
  let length = bytes[start++] ?? 0;
  // A length of two bytes, seven bits each, the lower ones first.
  if (length > 127) length = (length & 127) | ((bytes[start++] ?? 0) << 7);
  if (length === 0 || length > longestName || start + length > bytes.length) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(start, start + length));
  } catch {
    return null;
  }
}
