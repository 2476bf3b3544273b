/**
 * The bundle of the model that is shown. It holds the bytes as long as somebody may need them: another backend, a device that came
 * back, a question for a weight. Where they can be read again from this device, they go once the generator has a copy of its own.
 */
import type { LoadedBundle } from '../../bundle/read/reader.ts';
import type { BundleManifest } from '../../bundle/schema/manifest.ts';

export class HeldBundle {
  readonly manifest: BundleManifest;
  #whole: LoadedBundle | undefined;
  #users = 0;
  readonly #readAgain: (manifestText: string) => Promise<LoadedBundle>;

  /** @param readAgain reads the bundle anew; the text is its `zscape.json`. */
  constructor(bundle: LoadedBundle, readAgain: (manifestText: string) => Promise<LoadedBundle>) {
    this.manifest = bundle.manifest;
    this.#whole = bundle;
    this.#readAgain = readAgain;
  }

  /** Gives the work all bytes until it ends. @throws as the work; as `readBundle` where files are gone from this device. */
  async use<T>(work: (bundle: LoadedBundle) => T | Promise<T>): Promise<T> {
    this.#users++;
    try {
      return await work(this.#whole ?? (await this.#readAgain(JSON.stringify(this.manifest))));
    } finally {
      this.#users--;
    }
  }

  /**
   * Lets the bytes go once `unneeded` resolves, unless somebody uses them then or they would have to come over the network again.
   * @param still whether the bundle still belongs to the one who promised `unneeded`, and to nobody else
   */
  async freeAfter(unneeded: Promise<void>, still: () => boolean): Promise<void> {
    const bundle = this.#whole;
    if (bundle === undefined) return;
    const [kept] = await Promise.all([bundle.kept, unneeded]);
    if (!kept || this.#users > 0 || !still()) return;
    this.#whole = undefined;
    // Emptied rather than forgotten, so that nobody who still refers to the bundle keeps its bytes alive.
    bundle.weights.free();
    bundle.shards.length = 0;
  }
}
