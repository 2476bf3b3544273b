/**
 * Names of downloads: the model, what the file shows and how long it is, in characters that every file system
 * accepts.
 */

/**
 * `avatars-128-seed-20171.png`; `avatars-128-seed-20171-edited.png` after edits, `avatars-128-face.png` without a
 * seed.
 * @param drawnWith what tells the face apart from others of its seed, such as its class
 */
export function imageFileName(
  model: string,
  seed: number | null,
  edited = false,
  drawnWith: readonly string[] = [],
): string {
  const what =
    seed === null ? 'face' : [`seed-${seed}`, ...drawnWith, ...(edited ? ['edited'] : [])].join('-');
  return fileName(`${model}-${what}`, 'png');
}

/** `avatars-128-walk-48f.gif` */
export function walkFileName(model: string, frames: number): string {
  return fileName(`${model}-walk-${frames}f`, 'gif');
}

/** `avatars-128-path-160f.gif` */
export function pathFileName(model: string, frames: number): string {
  return fileName(`${model}-path-${frames}f`, 'gif');
}

/** `avatars-128-map-9x9.png`, and `mine` or `analogy` in place of `map`. */
export function gridFileName(model: string, what: string, columns: number, rows: number): string {
  return fileName(`${model}-${what}-${columns}x${rows}`, 'png');
}

/** `avatars-128-seed-20171.npy` */
export function latentFileName(
  model: string,
  seed: number | null,
  drawnWith: readonly string[] = [],
): string {
  return fileName(`${model}-${seed === null ? 'z' : [`seed-${seed}`, ...drawnWith].join('-')}`, 'npy');
}

/** `Avatars-128.zscape.json`: the session's name in characters that every file system accepts. */
export function sessionFileName(name: string): string {
  return `${fileName(name, '').slice(0, -1)}.zscape.json`;
}

/** `avatars-128-attribute-glasses.json` */
export function attributeFileName(model: string, name: string, extension: 'json' | 'npy'): string {
  return fileName(`${model}-attribute-${name}`, extension);
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
