/**
 * The bundle of the model on show. It holds the bytes as long as they may be needed: for another backend, for a device
 * that came back, or for a request for a weight. If they can be read again from this device, they are freed once the
 * generator has its own copy.
 */
import type { LoadedBundle } from '../../bundle/read/reader.ts';
import type { BundleManifest } from '../../bundle/schema/manifest.ts';

export class HeldBundle {
  readonly manifest: BundleManifest;
  readonly growthNetwork: LoadedBundle['growthNetwork'];
  #whole: LoadedBundle | undefined;
  #users = 0;
  readonly #readAgain: (manifestText: string) => Promise<LoadedBundle>;

  /** @param readAgain reads the bundle again; the text is its `zscape.json`. */
  constructor(bundle: LoadedBundle, readAgain: (manifestText: string) => Promise<LoadedBundle>) {
    this.manifest = bundle.manifest;
    this.growthNetwork = bundle.growthNetwork;
    this.#whole = bundle;
    this.#readAgain = readAgain;
  }

  /**
   * Gives the work all bytes until it ends.
   * @throws as the work; as `readBundle` if files have been deleted from this device.
   */
  async use<T>(work: (bundle: LoadedBundle) => T | Promise<T>): Promise<T> {
    this.#users++;
    try {
      return await work(this.#whole ?? (await this.#readAgain(JSON.stringify(this.manifest))));
    } finally {
      this.#users--;
    }
  }

  /**
   * Frees the bytes once `unneeded` resolves, unless they are in use then or would have to be downloaded again.
   * @param still whether the bundle still belongs only to the generator that promised `unneeded`
   */
  async freeAfter(unneeded: Promise<void>, still: () => boolean): Promise<void> {
    const bundle = this.#whole;
    if (bundle === undefined) return;
    const [kept] = await Promise.all([bundle.kept, unneeded]);
    if (!kept || this.#users > 0 || !still()) return;
    this.#whole = undefined;
    // Emptied rather than dropped, so that remaining references to the bundle do not keep its bytes alive.
    bundle.weights.free();
    bundle.shards.length = 0;
  }
}
