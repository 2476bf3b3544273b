/** Compiles the best variant of the kernels that this JavaScript engine can run. */
import { ZscapeError } from '../../../base/errors.ts';

export interface Kernels {
  module: WebAssembly.Module;
  /** Multiplies and adds in one instruction. */
  relaxed: boolean;
  shared: boolean;
}

/** The modules, each as the address of a file that the build made, or as its bytes in base64. */
export interface KernelSources {
  readonly simd: URL | string;
  readonly relaxed: URL | string;
  readonly simdThreads: URL | string;
  readonly relaxedThreads: URL | string;
}

/**
 * Compiles the kernels.
 * @param shared for many threads.
 * @param relaxed false to avoid relaxed SIMD even if it is available.
 * @returns undefined without SIMD (or without shared memory, if requested). @throws NETWORK
 */
export async function compileVariant(
  sources: KernelSources,
  shared: boolean,
  relaxed = true,
): Promise<Kernels | undefined> {
  const fused = relaxed && runs({ shared, relaxed: true });
  if (!fused && !runs({ shared, relaxed: false })) return undefined;
  const source = shared
    ? sources[fused ? 'relaxedThreads' : 'simdThreads']
    : sources[fused ? 'relaxed' : 'simd'];
  return { module: await compile(source), relaxed: fused, shared };
}

async function compile(source: URL | string): Promise<WebAssembly.Module> {
  if (typeof source === 'string')
    return WebAssembly.compile(Uint8Array.from(atob(source), (c) => c.charCodeAt(0)));
  let response: Response;
  try {
    response = await fetch(source);
    if (!response.ok) throw new Error(`status ${response.status}`);
  } catch (cause) {
    throw new ZscapeError(
      'NETWORK',
      'The code of the WASM kernels could not be fetched. Check the connection and try again.',
      { cause },
    );
  }
  // Compiled while it arrives, if the server sends the right content type.
  if (response.headers.get('content-type')?.startsWith('application/wasm'))
    return WebAssembly.compileStreaming(response);
  return WebAssembly.compile(await response.arrayBuffer());
}

/** Tests whether a module with these features is valid here, by trying a tiny one. */
function runs({ shared, relaxed }: { shared: boolean; relaxed: boolean }): boolean {
  const section = (id: number, content: number[]) => [id, content.length, ...content];
  const zero = [0xfd, 0x0c, ...new Array<number>(16).fill(0)]; // v128.const
  const relaxedMadd = [0xfd, 0x85, 0x02]; // f32x4.relaxed_madd
  const drop = 0x1a;
  const body = [0, ...(relaxed ? [...zero, ...zero, ...zero, ...relaxedMadd] : zero), drop, 0x0b];
  return WebAssembly.validate(
    Uint8Array.from([
      ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
      ...section(1, [1, 0x60, 0, 0]), // one type: nothing to nothing
      ...section(3, [1, 0]), // one function of it
      ...(shared ? section(5, [1, 3, 1, 1]) : []), // one page of shared memory
      ...section(10, [1, body.length, ...body]),
    ]),
  );
}
