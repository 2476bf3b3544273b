/** The page's calls to the worker that opens pictures. */
export interface OpenCalls {
  open: { ask: { file: Blob }; answer: ImageBitmap };
}
