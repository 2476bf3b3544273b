/**
 * The WASM kernels beside another backend, with the same model, for anything that the backend itself cannot do. They
 * start on demand, and end when another model or another backend replaces the current one.
 */
import type { Backend, Generator } from '../backends/backend.ts';
import type { ActiveBackend, BackendSource } from './activeBackend.ts';

interface Held {
  /** The generator whose model it shares. */
  model: Generator;
  backend: Backend;
  generator: Generator;
}

export class Beside {
  readonly #active: ActiveBackend;
  readonly #source: BackendSource;
  #held: Held | undefined;
  /** The start in progress. */
  #starting: Promise<Held | undefined> | undefined;

  constructor(active: ActiveBackend, source: BackendSource) {
    this.#active = active;
    this.#source = source;
  }

  /** Forgets the kernels, because the current model or backend has changed. */
  forget(): void {
    this.#held?.backend.dispose();
    this.#held = undefined;
  }

  /**
   * Starts the kernels if necessary, and returns a part of their generator.
   * @param part selects the part.
   * @returns undefined if the kernels do not have it, or if WASM is the active backend: a second one would also use
   * TF.js, and replace the first.
   * @throws as starting a backend and loading a model do.
   */
  async part<T>(part: (generator: Generator) => T | undefined): Promise<T | undefined> {
    const { model, backend: active } = this.#active;
    if (active?.name === 'wasm') return undefined;
    if (this.#held?.model !== model) {
      this.#starting ??= this.#start(model).finally(() => {
        this.#starting = undefined;
      });
      const held = await this.#starting;
      if (!held || held.model !== this.#active.generator) {
        held?.backend.dispose();
        return undefined;
      }
      this.#held = held;
    }
    const found = part(this.#held.generator);
    // It would hold a whole model without any use.
    if (found === undefined) this.forget();
    return found;
  }

  async #start(model: Generator): Promise<Held | undefined> {
    this.forget();
    const { bundle } = this.#active;
    const backend = await this.#source.start('wasm');
    try {
      return { model, backend, generator: await bundle!.use((whole) => backend.load(whole)) };
    } catch (error) {
      backend.dispose();
      throw error;
    }
  }
}
