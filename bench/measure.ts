/** All contestants on one model, turn by turn: what disturbs one disturbs the others too. */
import type { Answer, Ask } from './contestant.worker.ts';
import type { Setup } from './contestants/contestant.ts';
import type { ModelName } from './models/model.ts';

export interface Plan {
  model: ModelName;
  setups: Setup[];
  batches: number[];
  /** Turns, and how long one should take at least. */
  turns: number;
  turnMs: number;
}

export interface Row {
  model: ModelName;
  engine: Setup['engine'];
  backend: Setup['backend'];
  batch: number;
  /** Of one run of the whole batch. */
  median_ms: number;
  p95_ms: number;
  min_ms: number;
  /** Engine's code, binary, threads, weights' preparation and first picture; the model's bytes are in memory. */
  cold_ms: number;
  runs: number;
  threads: number;
  detail: string;
  /** Largest difference from the first contestant's values. */
  difference: number;
}

export async function measure(plan: Plan, say: (words: string) => void): Promise<Row[]> {
  const rows: Row[] = [];
  const players: { setup: Setup; ask: Asker; coldMs: number; detail: string }[] = [];
  for (const setup of plan.setups) {
    say(`${plan.model}: starting ${setup.engine}, ${setup.threads} threads`);
    const ask = asker();
    const started = await ask({
      type: 'start',
      setup,
      model: plan.model,
      base: new URL('..', document.baseURI).href,
    });
    if (started.type === 'failed') {
      // Without a peer the others can still be compared; without our own there is nothing to measure.
      if (setup.engine === 'zscape') throw new Error(`${setup.engine}: ${started.message}`);
      console.error(`${setup.engine} is left out, for it did not start: ${started.message}`);
      ask.end();
    }
    if (started.type === 'started')
      players.push({ setup, ask, coldMs: started.coldMs, detail: started.detail });
  }
  for (const batch of plan.batches) {
    const times = players.map((): number[] => []);
    const values = players.map((): Float32Array => new Float32Array());
    for (let turn = 0; turn < plan.turns + 1; turn++) {
      // Three turns are enough of what takes long.
      if (turn > 3 && times.some((own) => own.at(-1)! > 4 * plan.turnMs)) break;
      for (const [i, { setup, ask }] of players.entries()) {
        say(`${plan.model}, batch ${batch}, turn ${turn} of ${plan.turns}: ${setup.engine}`);
        // The first turn warms up and tells how many runs fill a turn.
        const last = times[i]!.at(-1) ?? plan.turnMs;
        const count = Math.max(1, Math.min(200, Math.round(plan.turnMs / last)));
        const ran = await ask({ type: 'run', count: turn === 0 ? 2 : count, batch, seed: 1 + turn });
        if (ran.type !== 'ran')
          throw new Error(`${setup.engine}: ${ran.type === 'failed' ? ran.message : 'no answer'}`);
        if (turn === 0) values[i] = ran.values;
        if (turn < 2) times[i] = [];
        times[i]!.push(...ran.ms);
      }
    }
    players.forEach(({ setup, coldMs, detail }, i) => {
      const sorted = times[i]!.toSorted((a, b) => a - b);
      rows.push({
        model: plan.model,
        engine: setup.engine,
        backend: setup.backend,
        batch,
        median_ms: round(quantile(sorted, 0.5)),
        p95_ms: round(quantile(sorted, 0.95)),
        min_ms: round(sorted[0]!),
        cold_ms: round(coldMs),
        runs: sorted.length,
        threads: setup.threads,
        detail,
        difference: largest(values[0]!, values[i]!),
      });
    });
  }
  for (const { ask } of players) ask.end();
  return rows;
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

function quantile(sorted: readonly number[], share: number): number {
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
