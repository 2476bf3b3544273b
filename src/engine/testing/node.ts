/** Runs parts of the engine in Node, for tests: bundles from folders, TF.js's backends without a browser, npy files. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import '@tensorflow/tfjs-backend-cpu';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { assemble, type LoadedBundle } from '../../bundle/read/reader.ts';
import { parseBundle } from '../../bundle/schema/manifest.ts';
import { install } from '../backends/tfjs/core.ts';

/** Activates one of the two backends that run in Node. */
export async function installInNode(name: 'cpu' | 'wasm'): Promise<void> {
  const entry = createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm');
  if (name === 'wasm') setWasmPaths(`${dirname(entry)}/`);
  await install(name);
}

/** Builds a bundle from its files by name. */
export function bundleOf(files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>): LoadedBundle {
  const manifest = parseBundle(JSON.parse(new TextDecoder().decode(files.get('zscape.json'))), 'zscape.json');
  return assemble(manifest, files, manifest.id);
}

/** Reads a bundle from a folder. */
export function bundleIn(folder: string): LoadedBundle {
  const read = (path: string) => new Uint8Array(readFileSync(join(folder, path)));
  const manifest = parseBundle(JSON.parse(new TextDecoder().decode(read('zscape.json'))), folder);
  return assemble(manifest, new Map(manifest.files.map(({ path }) => [path, read(path)])), folder);
}

/** Reads a little-endian float32 array in NumPy's format, version 1. */
export function readNpy(path: string): { shape: number[]; data: Float32Array } {
  const bytes = new Uint8Array(readFileSync(path));
  const headerEnd = 10 + new DataView(bytes.buffer).getUint16(8, true);
  const header = new TextDecoder('latin1').decode(bytes.subarray(10, headerEnd));
  if (!header.includes("'<f4'") || header.includes("'fortran_order': True"))
    throw new Error(`${path}: ${header}`);
  const shape = (/\(([^)]*)\)/.exec(header)?.[1] ?? '').split(',').map(Number).filter(Boolean);
  return { shape, data: new Float32Array(bytes.slice(headerEnd).buffer) };
}

/** Returns row i of an array along its first axis. */
export function rowOf({ shape, data }: { shape: number[]; data: Float32Array }, i: number): Float32Array {
  const size = data.length / shape[0]!;
  return data.slice(i * size, (i + 1) * size);
}

export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Number.POSITIVE_INFINITY;
  let largest = 0;
  for (let i = 0; i < a.length; i++) {
    const difference = Math.abs(a[i]! - b[i]!);
    if (!(difference <= largest)) largest = difference; // NaN counts
  }
  return largest;
}
