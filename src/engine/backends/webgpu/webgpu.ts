/**
 * The WebGPU backend: ProGANs on our own kernels, everything else on TF.js, both on one device that we opened. TF.js's
 * code is fetched only when a model needs it.
 */
import { ZscapeError } from '../../../base/errors.ts';
import type { LoadedBundle } from '../../../bundle/read/reader.ts';
import type { Backend, Generator } from '../backend.ts';
import { adapterName, isSoftware } from '../probe.ts';
import type { TfjsOnDevice } from '../tfjs/webgpu.ts';
import { type Device, guarded, openDevice } from './device.ts';
import { type GpuGenerator, type Host, proganGenerator } from './generator.ts';
import { Tuner } from './tuner.ts';
import { abilitiesOf } from './variants.ts';

export async function start(): Promise<Backend> {
  return new GpuBackend(await openDevice());
}

export class GpuBackend implements Backend {
  readonly name = 'webgpu';
  readonly detail: string;
  readonly lost: Promise<string>;
  readonly #opened: Device;
  readonly #host: Omit<Host, 'choose'>;
  readonly #tuner: Tuner;
  readonly #generators = new Set<GpuGenerator>();
  #tfjs: Promise<TfjsOnDevice> | undefined;
  /** TF.js while it runs the latest model. */
  #other: TfjsOnDevice | undefined;
  #gone: string | undefined;
  #refused: string | undefined;
  #disposed = false;

  /** @param tuner for tests, instead of one for the device. */
  constructor(opened: Device, tuner?: Tuner) {
    this.#opened = opened;
    const { device, traits } = opened;
    const software = isSoftware(traits);
    const name = adapterName(traits);
    this.detail = software ? `${name}, in software` : name;
    this.lost = new Promise((resolve) => {
      void device.lost.then(({ message }) => {
        this.#gone = message || 'no reason given';
        if (!this.#disposed) resolve(this.#gone);
      });
    });
    device.onuncapturederror = ({ error }) => {
      this.#refused ??= error.message.split('\n')[0];
    };
    this.#tuner = tuner ?? new Tuner(device, abilitiesOf(device, software), name);
    this.#host = {
      device,
      software,
      check: () => this.#check(),
    };
  }

  async load(bundle: LoadedBundle): Promise<Generator> {
    // Errors that the device reports while a model is being made must come from that model.
    await this.#tuner.ready;
    await this.#tuner.stop();
    if (bundle.manifest.generator.family !== 'progan') {
      this.#tfjs ??= import('../tfjs/webgpu.ts').then(({ startTfjs }) =>
        startTfjs(this.#opened, () => this.#gone),
      );
      const other = await this.#tfjs;
      const generator = await other.load(bundle);
      this.#other = other;
      return generator;
    }
    let generator: GpuGenerator;
    try {
      const host = { ...this.#host, choose: this.#tuner.chooser(bundle) };
      generator = await guarded(this.#opened.device, () => proganGenerator(bundle, host));
    } catch (error) {
      this.#throwIfLost(); // a lost device's other failures are only consequences
      throw error;
    }
    this.#generators.add(generator);
    this.#other = undefined;
    const hasOwnWeights = this.#tuner.tune(generator, bundle);
    return {
      ...generator,
      hasOwnWeights,
      dispose: () => {
        this.#generators.delete(generator);
        generator.dispose();
      },
    };
  }

  memory(): { tensors: number; bytes: number } {
    const total = this.#other?.memory() ?? { tensors: 0, bytes: 0 };
    for (const generator of this.#generators) {
      const { tensors, bytes } = generator.memory();
      total.tensors += tensors;
      total.bytes += bytes;
    }
    return total;
  }

  dispose(): void {
    this.#disposed = true;
    void this.#tuner.stop();
    for (const generator of this.#generators) generator.dispose();
    this.#generators.clear();
    const end = () => this.#opened.device.destroy();
    if (this.#tfjs)
      void this.#tfjs
        .then((tfjs) => tfjs.dispose())
        .catch(() => {})
        .then(end);
    else end();
  }

  #check(): void {
    this.#throwIfLost();
    const refused = this.#refused;
    this.#refused = undefined;
    // Not a ZscapeError, so the engine treats the backend as broken and opens this one again, or the next one.
    if (refused !== undefined) throw new Error(`the GPU refused its work: ${refused}`);
  }

  #throwIfLost(): void {
    if (this.#gone !== undefined)
      throw new ZscapeError('DEVICE_LOST', `The GPU went away (${this.#gone.replace(/\.$/, '')}).`);
  }
}
