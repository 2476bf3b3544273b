/** The limits of a batch of pictures, on the page and on the command line. */

export const batchLimits = {
  /** In one batch. */
  samples: { lowest: 1, highest: 100_000 },
  /** Pictures in one file: a .zip without the Zip64 extension holds 65,535 entries. */
  perFile: { lowest: 10, highest: 10_000 },
} as const;

export const pictureFormats = ['png', 'webp', 'jpeg'] as const;
export type PictureFormat = (typeof pictureFormats)[number];
