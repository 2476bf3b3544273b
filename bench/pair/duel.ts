/** Runs in the page: two builds of the WASM backend take turns, so any disturbance affects both. */
import type { ModelName } from '../models/model.ts';
import type { Answer, Ask } from './player.worker.ts';

export interface Duel {
  /** Addresses of the two builds' workers. */
  players: readonly [string, string];
  model: ModelName;
  /** Undefined for as many as the build's own page would use. */
  threads: number | undefined;
  turns: number;
  /** Frames per turn. */
  frames: number;
}

export interface Outcome {
  coldMs: number[];
  /** Median milliseconds of each turn, by player. */
  turns: number[][];
  /** Largest difference between the two builds' values. */
  difference: number;
}

declare global {
  interface Window {
    zscapeDuel(duel: Duel): Promise<Outcome>;
  }
}

window.zscapeDuel = async ({ players, model, threads, turns, frames }) => {
  const asks = players.map(asker);
  const base = new URL('..', document.baseURI).href;
  const coldMs: number[] = [];
  for (const ask of asks) coldMs.push((await ask('started', { type: 'start', model, base, threads })).coldMs);
  const medians = players.map((): number[] => []);
  let difference = 0;
  for (let turn = -2; turn < turns; turn++) {
    const values: Float32Array[] = [];
    for (const i of turn % 2 === 0 ? [0, 1] : [1, 0]) {
      const ran = await asks[i]!('ran', { type: 'run', frames, seed: 1000 * (turn + 3) });
      values[i] = ran.values;
      // The first two turns warm up.
      if (turn >= 0) medians[i]!.push(ran.ms.toSorted((a, b) => a - b)[ran.ms.length >> 1]!);
    }
    const [one, other] = values as [Float32Array, Float32Array];
    one.forEach((value, i) => {
      difference = Math.max(difference, Math.abs(value - other[i]!));
    });
  }
  for (const ask of asks) ask.end();
  return { coldMs, turns: medians, difference };
};

function asker(address: string) {
  const worker = new Worker(address, { type: 'module' });
  const ask = <T extends Answer['type']>(wanted: T, message: Ask) =>
    new Promise<Answer & { type: T }>((resolve, reject) => {
      worker.onmessage = ({ data }: MessageEvent<Answer>) => {
        if (data.type === wanted) resolve(data as Answer & { type: T });
        else reject(new Error(data.type === 'failed' ? data.message : `an answer of type ${data.type}`));
      };
      worker.onerror = (event) => reject(new Error(event.message || 'the worker failed'));
      worker.postMessage(message);
    });
  return Object.assign(ask, { end: () => worker.terminate() });
}
