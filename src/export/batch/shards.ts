/** How a batch is divided into files, and the names of the files and of the pictures in them. */
import type { PictureFormat } from '../../base/batchLimits.ts';
import { batchFileStem } from '../fileNames.ts';

/** One file of a batch: samples `first` to `first + count - 1`. */
export interface Shard {
  index: number;
  first: number;
  count: number;
  /** The file's name, with its extension. */
  fileName: string;
}

/**
 * Returns the files of a batch, in order.
 * @param stem of their names: `avatars-128-seeds-0-to-9999`; several files are numbered
 */
export function shardsOf(samples: number, perFile: number, stem: string): Shard[] {
  const count = Math.ceil(samples / perFile);
  const digits = String(count).length;
  return Array.from({ length: count }, (_, index) => {
    const first = index * perFile;
    const number = String(index + 1).padStart(digits, '0');
    return {
      index,
      first,
      count: Math.min(perFile, samples - first),
      fileName: count === 1 ? `${stem}.zip` : `${stem}-${number}-of-${count}.zip`,
    };
  });
}

/** Returns the stem of a batch's file names. */
export function batchStem(model: string, what: string): string {
  return batchFileStem(`${model}-${what}`);
}

/**
 * Names a picture. All names of a batch have the same length, so sorting them gives the order of the samples.
 * @param number a seed, or the index of the sample. @param last the highest of those numbers
 */
export function pictureName(
  kind: 'seed' | 'sample',
  number: number,
  last: number,
  format: PictureFormat,
): string {
  const ending = format === 'jpeg' ? 'jpg' : format;
  return `${kind}-${String(number).padStart(String(last).length, '0')}.${ending}`;
}
