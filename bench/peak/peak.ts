/** The machine's peak in GFLOPS, measured in the same run as the engines; 0 where it cannot be measured. */
import { gpuPeak } from './webgpu.ts';

export interface Peak {
  wasm: number;
  webgpu: number;
  webgpuHalf: number;
}

export async function measurePeak(threads: number, gpu: boolean): Promise<Peak> {
  const wasm = await wasmPeak(threads);
  return { wasm, ...(gpu ? await gpuPeak() : { webgpu: 0, webgpuHalf: 0 }) };
}

/** The peak of all threads together. */
async function wasmPeak(threads: number): Promise<number> {
  const workers = Array.from(
    { length: threads },
    () => new Worker(new URL('./peak.worker.ts', import.meta.url), { type: 'module' }),
  );
  const each = await Promise.all(
    workers.map(
      (worker) =>
        new Promise<number>((resolve, reject) => {
          worker.onmessage = ({ data }: MessageEvent<number>) => resolve(data);
          worker.onerror = (event) => reject(new Error(event.message));
          worker.postMessage('go');
        }),
    ),
  );
  for (const worker of workers) worker.terminate();
  return each.reduce((sum, gflops) => sum + gflops, 0);
}
