/** The WASM backend of one of the trees that `pair.ts` compares; which one, each build says. */
declare module 'zscape-wasm' {
  export { start } from '../../src/engine/backends/wasm/wasm.ts';
}
