/** Calls of the worker that packs pictures for PNG. */
export interface PackCalls {
  /** Filters and compresses. */
  pack: {
    ask: { rgba: Uint8ClampedArray<ArrayBuffer>; width: number; alpha: boolean };
    answer: Uint8Array<ArrayBuffer>;
  };
}
