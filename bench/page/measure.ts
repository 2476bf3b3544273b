/** Measures all contestants on one model. They take turns, so any disturbance affects them all. */

import type { Setup } from '../contestants/contestant.ts';
import type { ModelName } from '../models/model.ts';
import type { Peak } from '../peak/peak.ts';
import type { Answer, Ask, Ran, Started } from './contestant.worker.ts';

export interface Plan {
  model: ModelName;
  setups: Setup[];
  batches: number[];
  /** How many turns there are, and how long each should take at least. */
  turns: number;
  turnMs: number;
}

export interface Row {
  model: ModelName;
  engine: Setup['engine'];
  backend: Setup['backend'];
  batch: number;
  /** Milliseconds for one run of the whole batch. */
  median_ms: number;
  p95_ms: number;
  min_ms: number;
  /** Milliseconds for the engine's code, binary and threads, the preparation of the weights and the first picture. The model's bytes are in memory. */
  cold_ms: number;
  runs: number;
  threads: number;
  detail: string;
  /** Largest difference from the first contestant's values. */
  difference: number;
  /** Bytes of WebAssembly memories and GPU buffers together. */
  memory_bytes: number;
  /** Per run; 0 where the engine does not use WebGPU. */
  dispatches: number;
  submits: number;
  /** Multiplications and additions of the layers by their definition, divided by the median time. */
  gflops_direct: number;
  /**
   * Those that the engine really does, divided by the median time, and their share of the machine's measured peak (0: not
   * measured).
   */
  gflops: number;
  share_of_peak: number;
}

interface Player {
  setup: Setup;
  ask: Asker;
  started: Started;
}

export async function measure(plan: Plan, peak: Peak, say: (words: string) => void): Promise<Row[]> {
  const rows: Row[] = [];
  const players: Player[] = [];
  for (const setup of plan.setups) {
    say(`${plan.model}: starting ${setup.engine} on ${setup.backend}`);
    const player = await startPlayer(setup, plan.model);
    if (player) players.push(player);
  }
  for (const batch of plan.batches) {
    const times = players.map((): number[] => []);
    const firsts: Ran[] = [];
    for (let turn = 0; turn < plan.turns + 1; turn++) {
      // Three turns are enough for a slow engine.
      if (turn > 3 && times.some((own) => own.at(-1)! > 4 * plan.turnMs)) break;
      for (const [i, { setup, ask }] of players.entries()) {
        say(
          `${plan.model}, batch ${batch}, turn ${turn} of ${plan.turns}: ${setup.engine} on ${setup.backend}`,
        );
        // The first turn warms up and shows how many runs fill a turn.
        const last = times[i]!.at(-1) ?? plan.turnMs;
        const count = Math.max(1, Math.min(200, Math.round(plan.turnMs / last)));
        const ran = await ask({ type: 'run', count: turn === 0 ? 2 : count, batch, seed: 1 + turn });
        if (ran.type !== 'ran')
          throw new Error(`${setup.engine}: ${ran.type === 'failed' ? ran.message : 'no answer'}`);
        if (turn === 0) firsts[i] = ran;
        if (turn < 2) times[i] = [];
        times[i]!.push(...ran.ms);
      }
    }
    players.forEach((player, i) => {
      rows.push(rowOf(plan.model, player, batch, times[i]!, firsts[i]!, firsts[0]!.values, peak));
    });
  }
  for (const { ask } of players) ask.end();
  return rows;
}

async function startPlayer(setup: Setup, model: ModelName): Promise<Player | undefined> {
  const ask = asker();
  const base = new URL('..', document.baseURI).href;
  const started = await ask({ type: 'start', setup, model, base });
  if (started.type === 'started') return { setup, ask, started };
  ask.end();
  const why = started.type === 'failed' ? started.message : 'no answer';
  // The others can be compared without one peer; without our own engine there is nothing to measure.
  if (setup.engine === 'zscape' && setup.backend === 'wasm') throw new Error(`${setup.engine}: ${why}`);
  console.warn(`${setup.engine} on ${setup.backend} is left out, because it did not start: ${why}`);
  return undefined;
}

/** @param expected the values that this engine should compute */
export function rowOf(
  model: ModelName,
  { setup, started }: Pick<Player, 'setup' | 'started'>,
  batch: number,
  times: readonly number[],
  { reading, dispatches, submits, values }: Ran,
  expected: Float32Array,
  peak: Peak,
): Row {
  const sorted = times.toSorted((a, b) => a - b);
  const median = quantile(sorted, 0.5);
  const gflopsOf = (macs: number) => (2 * macs * batch) / median / 1e6;
  const gflops = gflopsOf(started.macs);
  const most = setup.backend === 'wasm' ? peak.wasm : setup.backend === 'webgpu' ? peak.webgpu : 0;
  return {
    model,
    engine: setup.engine,
    backend: setup.backend,
    batch,
    median_ms: round(median),
    p95_ms: round(quantile(sorted, 0.95)),
    min_ms: round(sorted[0]!),
    cold_ms: round(started.coldMs),
    runs: sorted.length,
    threads: setup.backend === 'wasm' ? setup.threads : 1,
    detail: started.detail,
    difference: largest(expected, values),
    memory_bytes: reading.wasmBytes + reading.gpuBytes,
    dispatches,
    submits,
    gflops_direct: round(gflopsOf(started.directMacs)),
    gflops: round(gflops),
    share_of_peak: most > 0 ? round(gflops / most) : 0,
  };
}

interface Asker {
  (message: Ask): Promise<Answer>;
  end(): void;
}

function asker(): Asker {
  const worker = new Worker(new URL('./contestant.worker.ts', import.meta.url), { type: 'module' });
  const ask = (message: Ask) =>
    new Promise<Answer>((resolve) => {
      worker.onmessage = ({ data }: MessageEvent<Answer>) => resolve(data);
      worker.onerror = (event) => resolve({ type: 'failed', message: event.message || 'the worker failed' });
      worker.postMessage(message);
    });
  return Object.assign(ask, { end: () => worker.terminate() });
}

export function quantile(sorted: readonly number[], share: number): number {
  const at = share * (sorted.length - 1);
  const low = sorted[Math.floor(at)]!;
  return low + (at - Math.floor(at)) * (sorted[Math.ceil(at)]! - low);
}

function largest(a: Float32Array, b: Float32Array): number {
  let difference = 0;
  for (let i = 0; i < a.length; i++) difference = Math.max(difference, Math.abs(a[i]! - b[i]!));
  return difference;
}

const round = (ms: number) => Math.round(ms * 100) / 100;
