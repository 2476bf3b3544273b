/**
 * Every failure that a user can cause or meet, as a value with a code and a sentence. The sentence names the guilty thing
 * and the way out, and is shown unchanged.
 */
const errorCodes = [
  // files and archives
  'INPUT_NOT_FOUND',
  'ARCHIVE_UNREADABLE',
  'ARCHIVE_TOO_LARGE',
  'ARCHIVE_UNSAFE_PATH',
  // contents of a module
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
  // a file on another host
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
  'GRADIENT_UNAVAILABLE',
  'NETWORK_UNAVAILABLE',
  'WORKER_UNAVAILABLE',
  // news from the engine, which stops nothing
  'BACKEND_REPLACED',
  'BACKEND_RETURNED',
  'THREADS_FEWER',
  'NETWORK_CHANGES_DROPPED',
  // a part of the page itself
  'PART_GONE',
  'PART_UNREACHABLE',
  // the user's picture
  'PICTURE_EMPTY',
  'PICTURE_UNREADABLE',
  'PICTURE_CUT_OFF',
  'PICTURE_KIND',
  'PICTURE_TOO_LARGE',
  'PICTURE_TOO_SMALL',
  'PICTURE_TOO_MANY',
  'PICTURE_NONE',
  'CLIPBOARD_REFUSED',
  'CAMERA_REFUSED',
  'CAMERA_MISSING',
  'CAMERA_BUSY',
  // the user's input and requests
  'SEED_INVALID',
  'LINK_INVALID',
  'RECIPE_INVALID',
  'RECIPE_MISSING',
  'SESSION_INVALID',
  'NPY_INVALID',
  'ATTRIBUTE_INVALID',
  'EXPRESSION_INVALID',
  'PROJECTION_INVALID',
  'PROJECTION_INTERRUPTED',
  'EXPORT_FAILED',
  'FULL_SCREEN_REFUSED',
  'CANCELLED',
  'INTERNAL',
] as const;

export type ErrorCode = (typeof errorCodes)[number];

export class ZscapeError extends Error {
  readonly code: ErrorCode;
  override readonly name = 'ZscapeError';
  /** The language of the sentence, if it is the page's and not English. */
  readonly language?: string | undefined;

  constructor(code: ErrorCode, sentence: string, options?: ErrorOptions & { language?: string | undefined }) {
    super(sentence, options);
    this.code = code;
    if (options?.language !== undefined) this.language = options.language;
  }
}

/** A ZscapeError that survives `postMessage`. */
export interface PlainError {
  code: ErrorCode;
  message: string;
  language?: string;
}

/** Converts any error for `postMessage`. */
export function toPlainError(error: unknown): PlainError {
  if (error instanceof ZscapeError) {
    const { code, message, language } = error;
    return { code, message, ...(language !== undefined && { language }) };
  }
  if (isAbort(error)) return { code: 'CANCELLED', message: 'Cancelled.' };
  return { code: 'INTERNAL', message: error instanceof Error ? error.message : String(error) };
}

/** Restores an error from `postMessage`. */
export function fromPlainError(plain: PlainError): ZscapeError {
  return new ZscapeError(plain.code, plain.message, { language: plain.language });
}

/** Returns whether an error comes from an `AbortSignal` or is our own `CANCELLED`: a request, not a failure. */
export function isAbort(error: unknown): boolean {
  if (error instanceof ZscapeError) return error.code === 'CANCELLED';
  return error instanceof Error && error.name === 'AbortError';
}

/** Throws `CANCELLED` if the signal has fired. */
export function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new ZscapeError('CANCELLED', 'Cancelled.');
}
