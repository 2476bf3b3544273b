/** The page's calls to the face worker. */
import type { RawFace } from './finder.ts';

export interface FaceCalls {
  /** The bitmap is transferred to the worker. */
  find: { ask: { bitmap: ImageBitmap }; answer: RawFace[] };
}
