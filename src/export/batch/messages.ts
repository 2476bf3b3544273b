/** The page's messages to the workers of a batch. */
import type { PictureFormat } from '../../base/batchLimits.ts';
import type { PaintScaling } from '../../canvas/paint.ts';

export interface EncodeSettings {
  format: PictureFormat;
  /** 0 to 1; ignored for PNG. */
  quality: number;
  width: number;
  height: number;
  scaling: PaintScaling;
}

/** Calls of a worker that encodes pictures. */
export interface EncodeCalls {
  start: { ask: EncodeSettings; answer: undefined };
  /** The bitmap is transferred. */
  picture: { ask: { image: ImageBitmap }; answer: Uint8Array<ArrayBuffer> };
}

/** Calls of the worker that writes the files, one after the other. */
export interface WriteCalls {
  begin: { ask: { folder: FileSystemDirectoryHandle; fileName: string; time: number }; answer: undefined };
  picture: { ask: { name: string; bytes: Uint8Array<ArrayBuffer> }; answer: undefined };
  /** Answers with the number of bytes in the file. */
  finish: {
    ask: { latents: Float32Array; size: number; table: string; changes: string | null };
    answer: number;
  };
  /** Removes the incomplete file. */
  abandon: { ask: undefined; answer: undefined };
}
