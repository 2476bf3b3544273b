/** Calls of the worker that makes WebP pictures. */
export interface WebpCalls {
  encode: {
    ask: {
      rgba: Uint8ClampedArray<ArrayBuffer>;
      width: number;
      height: number;
      /** 0 to 1; 1 is lossless in Chromium-based browsers. */
      quality: number;
      alpha: boolean;
    };
    /** A complete still WebP file. */
    answer: Uint8Array<ArrayBuffer>;
  };
}
