/**
 * The compiled kernels, made by `scripts/vite/kernels.ts`: files in the build, base64 in the development server and in
 * tests.
 */
declare module 'virtual:zscape-kernels' {
  export const simd: URL | string;
  export const relaxed: URL | string;
  export const simdThreads: URL | string;
  export const relaxedThreads: URL | string;
}
