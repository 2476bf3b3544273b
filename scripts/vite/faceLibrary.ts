/**
 * Gives the face library, which imports all of TF.js and two of its backends, the page's own TF.js for all three
 * (`src/photo/face/tfjsForFaces.ts`). The worker that runs the library chooses the backend.
 */
import { fileURLToPath } from 'node:url';

export const faceLibraryAliases = [
  {
    find: /^@tensorflow\/tfjs(-backend-(webgl|wasm))?\/dist\/index\.js$/,
    replacement: fileURLToPath(new URL('../../src/photo/face/tfjsForFaces.ts', import.meta.url)),
  },
];
