/**
 * Every failure that a user can cause or meet, as a value with a code and a sentence.
 * The sentence names the guilty thing and the way out; it is shown as it stands.
 */
const errorCodes = [
  // files and archives
  'INPUT_NOT_FOUND',
  'ARCHIVE_UNREADABLE',
  'ARCHIVE_TOO_LARGE',
  'ARCHIVE_UNSAFE_PATH',
  // what is inside a module
  'PROTOBUF_INVALID',
  'MODULE_INVALID',
  'SIGNATURE_UNUSABLE',
  'CHECKPOINT_CORRUPT',
  'VARIABLE_MISSING',
  'TENSOR_INVALID',
  'GRAPH_INVALID',
  'OPS_UNSUPPORTED',
  'VERIFY_FAILED',
  'MODEL_TOO_LARGE',
  'MODEL_TOO_SLOW',
  'USAGE',
  'OUTPUT_UNWRITABLE',
  // bundles
  'CATALOGUE_INVALID',
  'MODEL_UNKNOWN',
  'BUNDLE_INVALID',
  'BUNDLE_VERSION',
  'BUNDLE_FILE_MISSING',
  'BUNDLE_FILE_CORRUPT',
  'NETWORK',
  // a file of another host
  'ADDRESS_INVALID',
  'ADDRESS_INSECURE',
  'REDIRECT_INSECURE',
  'OFFLINE',
  'HOST_UNREADABLE',
  'HOST_REFUSED',
  'HOST_BUSY',
  'FILE_MISSING',
  'FILE_IS_PAGE',
  'FILE_IS_POINTER',
  'DOWNLOAD_TOO_LARGE',
  'DOWNLOAD_CUT_OFF',
  'DOWNLOAD_WRONG_LENGTH',
  'DOWNLOAD_WRONG_HASH',
  'SOURCE_INVALID',
  'STORAGE_FULL',
  'STORAGE_REFUSED',
  'STORAGE_SILENT',
  'STORAGE_DAMAGED',
  // engine
  'BACKEND_UNAVAILABLE',
  'BACKEND_UNKNOWN',
  'DEVICE_LOST',
  'OUT_OF_MEMORY',
  'ENGINE_FAILED',
  'WORKER_UNAVAILABLE',
  // what a person typed or asked for
  'SEED_INVALID',
  'LINK_INVALID',
  'SESSION_INVALID',
  'NPY_INVALID',
  'ATTRIBUTE_INVALID',
  'EXPRESSION_INVALID',
  'EXPORT_FAILED',
  'CANCELLED',
  'INTERNAL',
] as const;

export type ErrorCode = (typeof errorCodes)[number];

export class ZscapeError extends Error {
  readonly code: ErrorCode;
  override readonly name = 'ZscapeError';

  constructor(code: ErrorCode, sentence: string, options?: ErrorOptions) {
    super(sentence, options);
    this.code = code;
  }
}

/** A ZscapeError that survives `postMessage`. */
export interface PlainError {
  code: ErrorCode;
  message: string;
}

export function toPlainError(error: unknown): PlainError {
  if (error instanceof ZscapeError) return { code: error.code, message: error.message };
  if (isAbort(error)) return { code: 'CANCELLED', message: 'Cancelled.' };
  return { code: 'INTERNAL', message: error instanceof Error ? error.message : String(error) };
}

export function fromPlainError(plain: PlainError): ZscapeError {
  return new ZscapeError(plain.code, plain.message);
}

/** True for what an `AbortSignal` throws and for our own `CANCELLED`: a wish, not a failure. */
export function isAbort(error: unknown): boolean {
  if (error instanceof ZscapeError) return error.code === 'CANCELLED';
  return error instanceof Error && error.name === 'AbortError';
}

/** Throws `CANCELLED` if the signal has fired. */
export function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new ZscapeError('CANCELLED', 'Cancelled.');
}
