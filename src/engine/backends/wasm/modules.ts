/** Which of the compiled kernels this engine can run. */
import * as kernels from 'virtual:zscape-kernels';

export interface Kernels {
  module: WebAssembly.Module;
  /** Multiplies and adds in one instruction. */
  relaxed: boolean;
  shared: boolean;
}

/** @param relaxed false to leave relaxed SIMD alone where it is there. @returns undefined where there is no SIMD. */
export async function compileKernels(shared: boolean, relaxed = true): Promise<Kernels | undefined> {
  const text = shared
    ? { relaxed: kernels.relaxedThreads, plain: kernels.simdThreads }
    : { relaxed: kernels.relaxed, plain: kernels.simd };
  for (const fused of relaxed ? [true, false] : [false]) {
    const bytes = Uint8Array.from(atob(fused ? text.relaxed : text.plain), (c) => c.charCodeAt(0));
    if (WebAssembly.validate(bytes))
      return { module: await WebAssembly.compile(bytes), relaxed: fused, shared };
  }
  return undefined;
}
