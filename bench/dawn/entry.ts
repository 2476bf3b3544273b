/** Built by `dawn.ts` and run by Node: gives the engines a `navigator.gpu`, then measures them as on the page, in one thread. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { assemble, type LoadedBundle } from '../../src/bundle/read/reader.ts';
import { parseBundle } from '../../src/bundle/schema/manifest.ts';
import { isSoftware, traitsOf } from '../../src/engine/backends/probe.ts';
import type { Contestant, ContestantModule, EngineName } from '../contestants/contestant.ts';
import type { ModelName } from '../models/model.ts';
import { randomLatent, randomProgan128 } from '../models/random.ts';
import { directMacs } from '../models/work.ts';
import { type Row, rowOf } from '../page/measure.ts';
import { installMeter } from '../page/meter.ts';
import type { Peak } from '../peak/peak.ts';
import { gpuPeak } from '../peak/webgpu.ts';
import { installPictures } from './pictures.ts';

export interface DawnOptions {
  /** Address of the `webgpu` package's entry. */
  dawn: string;
  root: string;
  models: ModelName[];
  engines: EngineName[];
  quick: boolean;
}

const starts: Record<EngineName, () => Promise<ContestantModule>> = {
  zscape: () => import('./zscape.ts'),
  tfjs: () => import('./tfjs.ts'),
  'onnxruntime-web': () => import('./onnx.ts'),
  'jax-js': () => import('../contestants/jax.ts'),
};

export interface DawnFigures {
  gpu: string;
  peak: Peak;
  rows: Row[];
  /** By model: how many times as long a frame takes before the tuner has chosen. */
  untuned: Partial<Record<ModelName, number>>;
}

export async function measureOnDawn(options: DawnOptions): Promise<DawnFigures> {
  const { create, globals } = (await import(/* @vite-ignore */ options.dawn)) as {
    create(flags: string[]): GPU;
    globals: Record<string, unknown>;
  };
  Object.assign(globalThis, globals);
  installPictures();
  const gpu = create([]);
  Object.defineProperty(globalThis, 'navigator', {
    value: { gpu, hardwareConcurrency: 1, userAgent: 'node' },
  });
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) throw new Error('Dawn finds no GPU on this machine.');
  const { vendor, architecture, description } = adapter.info;
  const meter = installMeter();
  const peak: Peak = { wasm: 0, ...(await gpuPeak()) };
  const rows: Row[] = [];
  const untuned: DawnFigures['untuned'] = {};
  for (const model of options.models) {
    const bundle =
      model === 'progan-128' ? randomProgan128() : read(join(options.root, 'public/models', model));
    let expected: Float32Array | undefined;
    for (const engine of options.engines) {
      try {
        const module = await starts[engine]();
        const began = performance.now();
        const setup = { engine, backend: 'webgpu', threads: 1, relaxed: true } as const;
        const contestant = await module.start(setup, bundle);
        await contestant.run([randomLatent(bundle.manifest.latent.size, 0)]);
        const coldMs = performance.now() - began;
        for (const batch of options.quick ? [1] : [1, 16])
          rows.push(await timed(engine, contestant, coldMs, batch));
        contestant.end?.();
      } catch (error) {
        say(engine, error as Error);
      }
    }
    const tuned = rows.find((row) => row.model === model && row.engine === 'zscape' && row.batch === 1);
    // Nothing is tuned on an emulated GPU.
    if (tuned && !isSoftware(traitsOf(adapter))) {
      const { startUntuned } = await import('./zscape.ts');
      const setup = { engine: 'zscape', backend: 'webgpu', threads: 1, relaxed: true } as const;
      const contestant = await startUntuned(setup, bundle);
      untuned[model] = (await timed('zscape', contestant, 0, 1)).median_ms / tuned.median_ms;
      contestant.end?.();
    }

    async function timed(
      engine: EngineName,
      contestant: Contestant,
      coldMs: number,
      batch: number,
    ): Promise<Row> {
      const ms: number[] = [];
      let values = new Float32Array();
      const before = meter.read();
      const until = performance.now() + (options.quick ? 1500 : 6000);
      let runs = 0;
      for (; runs < 3 || (performance.now() < until && runs < 500); runs++) {
        const zs = Array.from({ length: batch }, (_, j) => randomLatent(bundle.manifest.latent.size, 1 + j));
        const began = performance.now();
        values = (await contestant.run(zs)) as Float32Array<ArrayBuffer>;
        if (runs > 0) ms.push(performance.now() - began);
      }
      const reading = meter.read();
      expected ??= values;
      const direct = directMacs(bundle.manifest);
      const { detail, macs = direct } = contestant;
      const per = (after: number, earlier: number) => (after - earlier) / runs;
      return rowOf(
        model,
        {
          setup: { engine, backend: 'webgpu', threads: 1, relaxed: true },
          started: { type: 'started', detail, coldMs, directMacs: direct, macs },
        },
        batch,
        ms,
        {
          ...{ type: 'ran', ms, values, reading },
          dispatches: per(reading.dispatches, before.dispatches),
          submits: per(reading.submits, before.submits),
        },
        batch === 1 ? expected : values,
        peak,
      );
    }
  }
  return { gpu: description || [vendor, architecture].filter(Boolean).join(' '), peak, rows, untuned };
}

function say(engine: EngineName, error: Error): void {
  console.error(`${engine} is left out: ${error.message.split('\n')[0]}`);
}

function read(folder: string): LoadedBundle {
  const file = (path: string) => new Uint8Array(readFileSync(join(folder, path)));
  const manifest = parseBundle(JSON.parse(new TextDecoder().decode(file('zscape.json'))), folder);
  return assemble(manifest, new Map(manifest.files.map(({ path }) => [path, file(path)])), folder);
}
