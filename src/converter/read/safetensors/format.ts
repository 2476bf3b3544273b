/**
 * The safetensors format: eight bytes of length, a JSON header of that length (name -> dtype, shape, offsets), then the
 * tensors' bytes (huggingface/safetensors, "Format").
 */
import * as v from 'valibot';
import { ZscapeError } from '../../../base/errors.ts';
import { type DType, type Tensor, tensorFromBytes } from '../../graph/tensor.ts';

export interface Safetensors {
  readonly metadata: Readonly<Record<string, string>>;
  /** Views of the file if alignment allows. */
  readonly tensors: ReadonlyMap<string, Tensor>;
}

/** Thousands of tensors with long names stay below this. */
const maxHeaderBytes = 8 * 2 ** 20;

const dtypes: ReadonlyMap<string, DType> = new Map([
  ['F64', 'float64'],
  ['F32', 'float32'],
  ['F16', 'float16'],
  ['BF16', 'bfloat16'],
  ['I64', 'int64'],
  ['I32', 'int32'],
  ['I16', 'int16'],
  ['I8', 'int8'],
  ['U64', 'uint64'],
  ['U32', 'uint32'],
  ['U16', 'uint16'],
  ['U8', 'uint8'],
  ['BOOL', 'bool'],
]);

const whole = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER));
const tensorEntry = v.object({
  dtype: v.string(),
  shape: v.pipe(v.array(whole), v.maxLength(16)),
  data_offsets: v.tuple([whole, whole]),
});
const metadataSchema = v.optional(v.record(v.string(), v.string()), {});

/**
 * Reads a file.
 * @param name of the file, for sentences.
 * @throws ARCHIVE_UNREADABLE for a file that is truncated or not a safetensors file, TENSOR_INVALID for a tensor that
 * does not fit its offsets.
 */
export function readSafetensors(bytes: Uint8Array, name: string): Safetensors {
  const { header, start } = readHeader(bytes, name);
  const { __metadata__: metadata, ...entries } = header;
  const data = bytes.subarray(start);
  const tensors = new Map<string, Tensor>();
  const taken: [from: number, to: number][] = [];
  for (const [key, value] of Object.entries(entries)) {
    const what = `The tensor ${key} of ${name}`;
    const parsed = v.safeParse(tensorEntry, value);
    if (!parsed.success) throw damaged(name, `its header has no usable entry for ${key}`);
    const { dtype: label, shape, data_offsets } = parsed.output;
    const dtype = dtypes.get(label);
    if (dtype === undefined) {
      throw new ZscapeError(
        'TENSOR_INVALID',
        `${what} has the unknown type ${JSON.stringify(label.slice(0, 40))}.`,
      );
    }
    const [from, to] = data_offsets;
    if (from > to || to > data.length) throw damaged(name, `${key} lies past its end, so it may be cut off`);
    if (to > from) taken.push([from, to]);
    tensors.set(key, tensorFromBytes(dtype, shape, data.subarray(from, to), what));
  }
  taken.sort(([a], [b]) => a - b);
  // The format forbids it, and shared bytes would turn a small file into any number of large weights.
  if (taken.some(([, to], i) => to > (taken[i + 1]?.[0] ?? to))) throw damaged(name, 'its tensors overlap');
  const text = v.safeParse(metadataSchema, metadata);
  if (!text.success) throw damaged(name, 'its metadata is not text');
  return { metadata: text.output, tensors };
}

function readHeader(bytes: Uint8Array, name: string): { header: Record<string, unknown>; start: number } {
  if (bytes.length < 8) throw damaged(name, 'it is too short');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = view.getUint32(0, true) + view.getUint32(4, true) * 2 ** 32;
  if (length > bytes.length - 8) throw damaged(name, 'it ends before its header does');
  if (length > maxHeaderBytes) throw damaged(name, `its header claims ${length} bytes`);
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(8, 8 + length)));
  } catch (cause) {
    throw damaged(name, 'its header is not JSON', cause);
  }
  if (typeof header !== 'object' || header === null || Array.isArray(header)) {
    throw damaged(name, 'its header is not a table of tensors');
  }
  return { header: header as Record<string, unknown>, start: 8 + length };
}

function damaged(name: string, what: string, cause?: unknown): ZscapeError {
  return new ZscapeError('ARCHIVE_UNREADABLE', `${name} is not a complete safetensors file: ${what}.`, {
    cause,
  });
}
