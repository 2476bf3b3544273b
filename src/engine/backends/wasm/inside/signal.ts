/** Measures the size of the signal in each layer, with and without its norms, and the time each layer takes. */
import type { LayerSignal } from '../../../contract.ts';
import type { Gap } from '../../backend.ts';
import * as at from '../layout.ts';
import { isShared, type Machine } from '../memory/machine.ts';
import type { InsidePlaces } from '../plan/inside.ts';
import type { InsidePrograms } from '../plan/insidePrograms.ts';
import { measuredLevels, rmsOf } from '../plan/maps.ts';
import type { Program } from '../plan/program.ts';
import type { Run } from './run.ts';

export class LayerTimes {
  readonly #machine: Machine;
  readonly #quickest: number[] = [];
  #alone = false;

  constructor(machine: Machine) {
    this.#machine = machine;
  }

  /**
   * Runs each part once more, recomputing values that are already there.
   * @returns the quickest of all runs, in milliseconds.
   */
  async measure({ address, parts }: Program, gap?: Gap): Promise<readonly number[]> {
    // Nobody can predict whether a layer is quicker with the other threads' help, so both ways take turns.
    this.#alone = !this.#alone || !isShared(this.#machine.memory);
    for (const [i, end] of parts.entries()) {
      const first = parts[i - 1] ?? 0;
      const program = address + first * at.STEP_BYTES;
      const began = performance.now();
      if (this.#alone) this.#machine.runAlone(program, end - first);
      else this.#machine.run(program, end - first);
      const ms = performance.now() - began;
      this.#quickest[i] = Math.min(ms, this.#quickest[i] ?? Number.POSITIVE_INFINITY);
      await gap?.();
    }
    return this.#quickest;
  }
}

/** Measures every layer's signal and time for z. @param names of the layers. */
export async function layerSignals(
  z: Float32Array,
  names: readonly string[],
  { measured, bare, plain }: InsidePrograms,
  { maps }: InsidePlaces,
  machine: Machine,
  times: LayerTimes,
  run: Run,
  gap?: Gap,
): Promise<LayerSignal[]> {
  const read = () => maps.map((each) => rmsOf(each, measuredLevels(machine, each)));
  const withNorm = await run(z, measured, read, gap);
  const without = await run(z, bare, read, gap);
  await run(z, plain.at(-1)!, () => {}, gap);
  const ms = await times.measure(plain.at(-1)!, gap);
  return names.map((layer, i) => ({
    ...{ layer, norm: withNorm[i]!, withoutNorm: without[i]!, ms: ms[i]! },
  }));
}
