/** One thread of the peak measurement: reports its GFLOPS on request. */
import { spin } from './wasm.ts';

const scope = globalThis as unknown as { onmessage: (() => void) | null; postMessage(gflops: number): void };
scope.onmessage = () => scope.postMessage(spin());
