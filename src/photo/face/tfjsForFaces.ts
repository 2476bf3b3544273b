/**
 * The face library's TF.js: the core in the engine's version, without layers, data and the backends that are not needed.
 * `scripts/vite/faceLibrary.ts` substitutes this file for the packages that the library imports.
 */
import '@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops';

export * from '@tensorflow/tfjs-core';
