/** Names of downloads: the model, the file's content and its length, in characters that every file system accepts. */

/**
 * Returns `avatars-128-seed-20171.png`; `avatars-128-seed-20171-edited.png` after edits, `avatars-128-face.png` without a
 * seed.
 * @param drawnWith distinguishes the face from others of its seed, such as its class
 */
export function imageFileName(
  model: string,
  seed: number | null,
  edited = false,
  drawnWith: readonly string[] = [],
): string {
  return fileName(`${model}-${seed === null ? 'face' : faceStem(seed, edited, drawnWith)}`, 'png');
}

function faceStem(seed: number, edited: boolean, drawnWith: readonly string[]): string {
  return [`seed-${seed}`, ...drawnWith, ...(edited ? ['edited'] : [])].join('-');
}

/**
 * Returns `avatars-128-map-120f.mp4`, with `walk`, `path` or `attribute` instead of `map` for other films.
 * @param ends the seeds of the first and the last face, if they identify the film
 */
export function filmFileName(
  model: string,
  source: string,
  frames: number,
  extension: string,
  ends?: readonly [number, number],
): string {
  const between = ends ? `-seed-${ends[0]}-to-${ends[1]}` : '';
  return fileName(`${model}-${source}${between}-${frames}f`, extension);
}

/** Returns `avatars-128-map-9x9.png`, with `mine` or `analogy` instead of `map` for other grids. */
export function gridFileName(model: string, what: string, columns: number, rows: number): string {
  return fileName(`${model}-${what}-${columns}x${rows}`, 'png');
}

/** Returns `avatars-128-seed-20171.npy`, with the additions of `imageFileName`; `avatars-128-z.npy` without a seed. */
export function latentFileName(
  model: string,
  seed: number | null,
  edited = false,
  drawnWith: readonly string[] = [],
): string {
  return fileName(`${model}-${seed === null ? 'z' : faceStem(seed, edited, drawnWith)}`, 'npy');
}

/** Returns `Avatars-128.zscape.json`: the session's name in characters that every file system accepts. */
export function sessionFileName(name: string): string {
  return `${fileName(name, '').slice(0, -1)}.zscape.json`;
}

/** Returns `avatars-128-attribute-glasses.json`. */
export function attributeFileName(model: string, name: string, extension: 'json' | 'npy'): string {
  return fileName(`${model}-attribute-${name}`, extension);
}

/** Returns `avatars-128-seeds-0-to-9999`, to which the files of a batch add their number and extension. */
export function batchFileStem(what: string): string {
  return fileName(what, '').slice(0, -1);
}

/** Returns `avatars-128-directions.safetensors`. */
export function directionsFileName(model: string, extension: 'safetensors' | 'zip'): string {
  return fileName(`${model}-directions`, extension);
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
