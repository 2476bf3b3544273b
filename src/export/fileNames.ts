/** Names of downloads: model, what it shows, and how long, in characters that every file system takes. */

/** `avatars-64-seed-20171.png`; `avatars-64-seed-20171-edited.png` after edits, `avatars-64-face.png` without a seed. */
export function imageFileName(model: string, seed: number | null, edited = false): string {
  const what = seed === null ? 'face' : `seed-${seed}${edited ? '-edited' : ''}`;
  return fileName(`${model}-${what}`, 'png');
}

/** `avatars-64-walk-48f.gif` */
export function walkFileName(model: string, frames: number): string {
  return fileName(`${model}-walk-${frames}f`, 'gif');
}

/** `avatars-64-seed-20171.npy` */
export function latentFileName(model: string, seed: number | null): string {
  return fileName(`${model}-${seed === null ? 'z' : `seed-${seed}`}`, 'npy');
}

function fileName(stem: string, extension: string): string {
  const plain = stem
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/-{2,}/g, '-')
    .replace(/^[-.]+|[-.]+$/g, '')
    .slice(0, 100);
  return `${plain || 'zscape'}.${extension}`;
}
