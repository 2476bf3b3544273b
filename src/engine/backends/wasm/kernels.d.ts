/** The compiled kernels, base64; made by `scripts/vite/kernels.ts`. */
declare module 'virtual:zscape-kernels' {
  export const simd: string;
  export const relaxed: string;
  export const simdThreads: string;
  export const relaxedThreads: string;
}
