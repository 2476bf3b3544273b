/** The settings that only GIFs have. */
export interface GifChoices {
  /**
   * One palette for the whole film, or one for each frame, which costs bytes and shows more colours. Films too long to be
   * held in memory get a palette for each stretch that fits.
   */
  palette: 'global' | 'per-frame';
  /** Blue noise hides the steps of smooth colours from a distance, and about doubles the file. */
  dither: 'none' | 'blue-noise';
  /**
   * The file has to stay below this many bytes; null if its size does not matter. To get there, frames are left out, made
   * smaller, or made coarser.
   */
  mostBytes: number | null;
}
