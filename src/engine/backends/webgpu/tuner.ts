/**
 * Measures in the background which way of computing each layer is quickest on this adapter. The first model starts with
 * sane defaults, which are replaced between two frames; the next visit uses the measured choices from the start.
 */
import type { LoadedBundle } from '../../../bundle/read/reader.ts';
import { browserStore, type Choices, keepChoices, readChoices, type TextStore } from './choices.ts';
import type { GpuGenerator, Host } from './generator.ts';
import { convolutionKernel } from './kernels/convolution.ts';
import type { LayerShape, Storage, Variant } from './kernels/kernel.ts';
import { type Measured, measureLayer } from './measure.ts';
import { type Abilities, candidates, fits, usual } from './variants.ts';

/** The most by which float16 products may change a picture, on [-1, 1]: half of the tolerance for float16 as a whole. */
const HALF_TOLERANCE = 4e-3;
/** The most by which float32 products may: other orders of summation over values stored in float16. */
const FULL_TOLERANCE = 8e-3;

type Measure = (
  shape: LayerShape,
  storage: Storage,
  variants: readonly Variant[],
  stopped: () => boolean,
) => Promise<Measured[]>;

export class Tuner {
  /** Resolves when earlier measurements are known. Never rejects. */
  readonly ready: Promise<void>;
  readonly #abilities: Abilities;
  readonly #adapter: string;
  readonly #measure: Measure;
  readonly #store: TextStore;
  #choices: Choices = { layers: {}, halves: [] };
  /** Number of the latest model; measuring for an earlier one stops. */
  #turn = 0;
  #tuning: Promise<void> = Promise.resolve();

  constructor(
    device: GPUDevice,
    abilities: Abilities,
    adapter: string,
    store: TextStore = browserStore,
    measure: Measure = (...what) => measureLayer(device, ...what),
  ) {
    this.#abilities = abilities;
    this.#adapter = adapter;
    this.#measure = measure;
    this.#store = store;
    this.ready = readChoices(store, adapter).then((choices) => {
      this.#choices = choices;
    });
  }

  /** Returns the choice for each layer of the bundle, as far as it is known now. */
  chooser(bundle: LoadedBundle): Host['choose'] {
    const half = this.#choices.halves.includes(modelOf(bundle));
    return (shape, storage) => this.#choose(shape, storage, half);
  }

  /** Measures the layers that are not known yet and gives the generator the better network. Never rejects. */
  tune(generator: GpuGenerator, bundle: LoadedBundle): Promise<void> {
    const turn = ++this.#turn;
    if (!this.#abilities.software) this.#tuning = this.#tune(generator, bundle, turn);
    return this.#tuning;
  }

  /**
   * Stops background measurements.
   * @returns when the device is no longer in use. Errors that it reports before then may come from the background.
   */
  stop(): Promise<void> {
    this.#turn++;
    return this.#tuning;
  }

  async #tune(generator: GpuGenerator, bundle: LoadedBundle, turn: number): Promise<void> {
    const stopped = () => turn !== this.#turn;
    try {
      const used = new Map<string, { shape: LayerShape; storage: Storage }>();
      for (const { shape, storage } of generator.layers())
        used.set(keyOf(shape, storage), { shape, storage });
      for (const [key, { shape, storage }] of used) {
        if (this.#choices.layers[key]) continue;
        const ways = candidates(shape, this.#abilities, storage);
        const measured = await this.#measure(shape, storage, ways, stopped);
        if (stopped()) return;
        const full = measured.find(({ variant }) => !isHalf(variant));
        if (measured[0] && full)
          this.#choices.layers[key] = { best: measured[0].variant, full: full.variant };
      }
      await keepChoices(this.#store, this.#adapter, this.#choices);
      await this.#improve(generator, bundle, turn);
    } catch {
      // Nothing depends on it: if the device itself has failed, the next frame will find out.
    }
  }

  async #improve(generator: GpuGenerator, bundle: LoadedBundle, turn: number): Promise<void> {
    const layers = generator.layers();
    const changes = (half: boolean) =>
      layers.some(({ shape, storage, variant }) => !same(this.#choose(shape, storage, half), variant));
    const differ = layers.some(
      ({ shape, storage }) => !same(this.#choose(shape, storage, true), this.#choose(shape, storage, false)),
    );
    const adopt = (half: boolean, tolerance: number) =>
      generator.adopt((shape, storage) => this.#choose(shape, storage, half), tolerance);
    const model = modelOf(bundle);
    if (turn !== this.#turn || !changes(true)) return;
    if (differ && (await adopt(true, HALF_TOLERANCE))) {
      if (!this.#choices.halves.includes(model)) this.#choices.halves.push(model);
      await keepChoices(this.#store, this.#adapter, this.#choices);
    } else if (turn === this.#turn && changes(false)) {
      await adopt(false, FULL_TOLERANCE);
    }
  }

  #choose(shape: LayerShape, storage: Storage, half: boolean): Variant {
    const known = this.#choices.layers[keyOf(shape, storage)];
    const variant = half ? known?.best : known?.full;
    return variant && this.#usable(shape, storage, variant)
      ? variant
      : usual(shape, this.#abilities, storage);
  }

  /** Returns whether a choice is possible here. A kept one may come from a browser that allowed more. */
  #usable(shape: LayerShape, storage: Storage, variant: Variant): boolean {
    if (isHalf(variant) && !(this.#abilities.half && storage === 'f16')) return false;
    try {
      const place = { storage, slope: 0, epsilon: 1, sourceParts: 1, head: false };
      return fits(convolutionKernel(shape, place, variant), this.#abilities);
    } catch {
      return false;
    }
  }
}

const same = (a: Variant, b: Variant): boolean => JSON.stringify(a) === JSON.stringify(b);
const isHalf = (variant: Variant): boolean => variant.kind === 'tiled' && variant.half;

const keyOf = ({ up, size, from, to }: LayerShape, storage: Storage): string =>
  `${storage} ${up ? 'up' : 'plain'} ${size} ${from} ${to}`;

const modelOf = ({ manifest }: LoadedBundle): string =>
  `${manifest.id} ${manifest.files.at(-1)?.sha256 ?? ''}`;
