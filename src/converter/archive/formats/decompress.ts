/** Inflates a stream of bytes. Browsers use `DecompressionStream`, Node zlib. */
import { ZscapeError } from '../../../base/errors.ts';
import { iterate, toStream } from './streams.ts';

export type Compression = 'gzip' | 'deflate-raw';

/** Inflates `packed` chunk by chunk, holding no more than a few chunks; rejects with whatever its runtime throws. */
export type Decompress = (
  format: Compression,
  packed: AsyncIterable<Uint8Array>,
) => AsyncIterable<Uint8Array>;

/**
 * Chromium inflates a whole chunk before it checks whether anybody reads, so a megabyte of a bomb would become a
 * gigabyte. 32 KB become at most 33 MB.
 */
const pieceBytes = 2 ** 15;

/** Inflates in any browser, and in Node when speed does not matter. */
export const webDecompress: Decompress = (format, packed) =>
  iterate(toStream(pieces(packed)).pipeThrough(new DecompressionStream(format)));

async function* pieces(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length; at += pieceBytes) {
      // The stream's type requires bytes of an ArrayBuffer; every source here provides those.
      yield chunk.subarray(at, at + pieceBytes) as Uint8Array<ArrayBuffer>;
    }
  }
}

/**
 * Inflates, and turns failures into sentences. An error thrown by the source itself passes through unchanged.
 * @throws ARCHIVE_UNREADABLE for bytes that are damaged or end too early.
 */
export async function* inflate(
  name: string,
  format: Compression,
  packed: AsyncIterable<Uint8Array>,
  decompress: Decompress,
): AsyncGenerator<Uint8Array> {
  let fromSource: unknown;
  async function* watched() {
    try {
      yield* packed;
    } catch (error) {
      fromSource = error;
      throw error;
    }
  }
  const inflated = decompress(format, watched())[Symbol.asyncIterator]();
  try {
    for (;;) {
      let step: IteratorResult<Uint8Array>;
      try {
        step = await inflated.next();
      } catch (error) {
        throw fromSource ?? damaged(name, error);
      }
      if (step.done) return;
      yield step.value;
    }
  } finally {
    await inflated.return?.().catch?.(() => undefined);
  }
}

function damaged(name: string, error: unknown): ZscapeError {
  if (error instanceof ZscapeError) return error;
  return new ZscapeError(
    'ARCHIVE_UNREADABLE',
    `${name} is damaged or ends too early: its compressed data cannot be unpacked. Download it again.`,
    { cause: error },
  );
}
