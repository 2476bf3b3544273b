/**
 * The bundle that is shown, for as long as somebody may need its bytes: another backend, a device that came back, a question
 * for a weight. Where they can be had again from this device, a generator with a copy of its own lets them go.
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

  /** Gives the work all bytes, until it ends. @throws as the work and as `readBundle`, where files are gone from this device. */
  async use<T>(work: (bundle: LoadedBundle) => T | Promise<T>): Promise<T> {
    this.#users++;
    try {
      return await work(this.#whole ?? (await this.#readAgain(JSON.stringify(this.manifest))));
    } finally {
      this.#users--;
    }
  }

  /**
   * Lets the bytes go once `unneeded` resolves, unless they would then have to come over the network, or somebody else
   * has begun to need them.
   * @param still whether it is still so that nobody but the one who says `unneeded` has the bundle
   */
  async freeAfter(unneeded: Promise<void>, still: () => boolean): Promise<void> {
    const bundle = this.#whole;
    if (bundle === undefined) return;
    const [kept] = await Promise.all([bundle.kept, unneeded]);
    if (!kept || this.#users > 0 || !still()) return;
    this.#whole = undefined;
    // Not only forgotten: whoever still refers to the bundle does not keep its bytes alive.
    bundle.weights.free();
    bundle.shards.length = 0;
  }
}
