/** Files of every format, for tests that may not import the formats themselves. */
export { filesOf, gifFile, jpegFile, pngFile } from '../../../export/recipe/testing/files.ts';
