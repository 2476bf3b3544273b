/** The WASM backend of one of the trees that `pair.ts` compares; each build resolves it to its own. */
declare module 'zscape-wasm' {
  export { start } from '../../src/engine/backends/wasm/wasm.ts';
}
