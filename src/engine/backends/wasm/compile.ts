/** Compiles the kernels that this JavaScript engine can run, out of all that there are. */

export interface Kernels {
  module: WebAssembly.Module;
  /** Multiplies and adds in one instruction. */
  relaxed: boolean;
  shared: boolean;
}

/** The modules, base64. */
export interface KernelTexts {
  readonly simd: string;
  readonly relaxed: string;
  readonly simdThreads: string;
  readonly relaxedThreads: string;
}

/** @param relaxed false to leave relaxed SIMD alone where it is there. @returns undefined where there is no SIMD. */
export async function compileVariant(
  texts: KernelTexts,
  shared: boolean,
  relaxed = true,
): Promise<Kernels | undefined> {
  const text = shared
    ? { relaxed: texts.relaxedThreads, plain: texts.simdThreads }
    : { relaxed: texts.relaxed, plain: texts.simd };
  for (const fused of relaxed ? [true, false] : [false]) {
    const bytes = Uint8Array.from(atob(fused ? text.relaxed : text.plain), (c) => c.charCodeAt(0));
    if (WebAssembly.validate(bytes))
      return { module: await WebAssembly.compile(bytes), relaxed: fused, shared };
  }
  return undefined;
}
