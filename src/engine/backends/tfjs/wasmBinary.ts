/** Fetches TF.js's WASM binaries while its JavaScript is still on its way. Imports nothing heavy. */
import plainUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import simdUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import threadedUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url';
import { ZscapeError } from '../../../base/errors.ts';
import { threadsFor } from './pthreads.ts';

export type Variant = 'plain' | 'simd' | 'threaded';

const urls: Record<Variant, string> = { plain: plainUrl, simd: simdUrl, threaded: threadedUrl };
/** (module (func (result v128) i32.const 0 i8x16.splat)) */
const simdModule = Uint8Array.of(
  ...[0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 8, 1, 6, 0, 65, 0, 253, 15, 11],
);

let early: { variant: Variant; bytes: Promise<ArrayBuffer> } | undefined;

/** Returns the best variant that this browser and this page's headers allow, and its number of threads. */
export function bestVariant(): { variant: Variant; threads: number } {
  if (typeof WebAssembly === 'undefined') {
    throw new ZscapeError('BACKEND_UNAVAILABLE', 'This browser has no WebAssembly.');
  }
  if (!WebAssembly.validate(simdModule)) return { variant: 'plain', threads: 1 };
  const threads = globalThis.crossOriginIsolated ? threadsFor(navigator.hardwareConcurrency || 1) : 1;
  return { variant: threads > 1 ? 'threaded' : 'simd', threads };
}

/** Starts fetching the binary that `start` will ask for. */
export function fetchEarly(): void {
  if (early || typeof WebAssembly === 'undefined') return;
  const { variant } = bestVariant();
  early = { variant, bytes: fetchBinary(variant) };
  early.bytes.catch(() => {}); // reported to the caller of binaryOf
}

/** Returns the binary's bytes. A binary fetched early is handed out once. @throws NETWORK */
export function binaryOf(variant: Variant): Promise<ArrayBuffer> {
  const held = early;
  early = undefined;
  return held?.variant === variant ? held.bytes : fetchBinary(variant);
}

/** Returns the absolute address of a binary. */
export function addressOf(variant: Variant): string {
  return new URL(urls[variant], globalThis.location.href).href;
}

async function fetchBinary(variant: Variant): Promise<ArrayBuffer> {
  try {
    const response = await fetch(addressOf(variant));
    if (response.ok) return await response.arrayBuffer();
    throw new Error(`the server answered ${response.status}`);
  } catch (cause) {
    throw new ZscapeError(
      'NETWORK',
      'The WASM backend could not be fetched. Check the connection and try again.',
      {
        cause,
      },
    );
  }
}
