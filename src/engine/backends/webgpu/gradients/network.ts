/**
 * A gradient plan on a device. It has its own pictures, so frames may be computed between its parts, and shares the
 * frames' weights.
 */
import type { Gap } from '../../backend.ts';
import { guarded } from '../device.ts';
import { encodeSteps, type Network, type Step } from '../network.ts';
import type { GradientPlan } from './plan.ts';
import { type GradientProgram, kernelsOf, type Places, type Ports, programOf } from './program.ts';

export class GradientNetwork {
  readonly of: Network;
  readonly plan: GradientPlan;
  /** The number of images computed together, if there is memory for them. */
  readonly room: number;
  readonly ports: Ports;
  readonly #device: GPUDevice;
  readonly #places: Places;
  readonly #buffers: readonly GPUBuffer[];
  /** The number of images for each head. */
  readonly #images: readonly number[];
  readonly #programs = new Map<number, GradientProgram>();

  private constructor(device: GPUDevice, of: Network, plan: GradientPlan, room: number) {
    this.#device = device;
    this.of = of;
    this.plan = plan;
    this.room = room;
    const { bytes, heads } = plan;
    const budget = of.memory().bytes;
    const images = heads.map((head) => Math.max(1, Math.min(room, Math.floor(budget / head.bytes.together))));
    /** The most images among the heads that use layer number `i`. */
    const most = (i = 0) => Math.max(...images.filter((_, h) => heads[h]!.after > i));
    const largest = (what: 'values' | 'squares' | 'gradient') =>
      Math.max(...heads.map((head, h) => images[h]! * head.bytes[what]));
    const buffers: GPUBuffer[] = [];
    const take = (label: string, size: number, usage: number = GPUBufferUsage.STORAGE) => {
      const buffer = device.createBuffer({ label, size, usage });
      buffers.push(buffer);
      return buffer;
    };
    const { STORAGE, COPY_SRC, COPY_DST, MAP_READ } = GPUBufferUsage;
    this.ports = {
      latent: take('latents of gradients', most() * bytes.latent, STORAGE | COPY_DST),
      values: take('values of gradients', largest('values'), STORAGE | COPY_SRC),
      gradient: take("pictures' gradients", largest('values'), STORAGE | COPY_DST),
      sums: take("latents' gradients", most() * bytes.sums, STORAGE | COPY_SRC),
      readback: take('readback', Math.max(largest('values'), most() * bytes.sums), COPY_DST | MAP_READ),
    };
    this.#places = {
      pixels: bytes.pixels.map((size, i) => take('kept pixels', most(i) * size)),
      squares: [take('squares', largest('squares')), take('squares', largest('squares'))],
      between: take('gradients', largest('gradient')),
    };
    this.#images = images;
    this.#buffers = buffers;
  }

  /**
   * Reserves room for `room` images, unless they would take more memory than the network itself.
   * @throws OUT_OF_MEMORY, ENGINE_FAILED
   */
  static async make(
    device: GPUDevice,
    of: Network,
    plan: GradientPlan,
    room: number,
  ): Promise<GradientNetwork> {
    let network: GradientNetwork | undefined;
    try {
      return await guarded(device, async () => {
        network = new GradientNetwork(device, of, plan, room);
        return network;
      });
    } catch (error) {
      network?.dispose();
      throw error;
    }
  }

  /**
   * Returns the program of head number `index`, compiled at the first request.
   * @param gap awaited repeatedly while the driver compiles. @throws ENGINE_FAILED, and whatever `gap` throws
   */
  async program(index: number, gap?: Gap): Promise<GradientProgram> {
    const known = this.#programs.get(index);
    if (known) return known;
    const kernels = kernelsOf(this.plan, index);
    const compiling = Promise.all(kernels.map(({ code }) => this.of.compile(code)));
    const pipelines = await withGaps(compiling, gap);
    const pipelineOf = new Map(kernels.map((kernel, i) => [kernel, pipelines[i]!]));
    const places = { ...this.ports, ...this.#places };
    // Errors of frames in the gaps belong to those frames, so the guard begins only here.
    const made = await guarded(this.#device, async () =>
      programOf(this.#device, this.of, this.plan, index, places, pipelineOf),
    );
    const program = { ...made, most: this.#images[index]! };
    this.#programs.set(index, program);
    return program;
  }

  /** Queues the dispatches for `images` images, and optionally a copy to the readback buffer. */
  submit(steps: readonly Step[], images: number, copy?: { from: GPUBuffer; bytes: number }): void {
    const encoder = this.#device.createCommandEncoder();
    encodeSteps(encoder, steps, images);
    if (copy) encoder.copyBufferToBuffer(copy.from, 0, this.ports.readback, 0, copy.bytes);
    this.#device.queue.submit([encoder.finish()]);
  }

  memory(): { tensors: number; bytes: number } {
    return {
      tensors: this.#buffers.length,
      bytes: this.#buffers.reduce((sum, { size }) => sum + size, 0),
    };
  }

  dispose(): void {
    for (const buffer of this.#buffers) buffer.destroy();
  }
}

/** Milliseconds of undisturbed compilation between two gaps. */
const REST_MS = 4;

/** Waits for work off this thread, with gaps in between. @throws as the work, and as `gap`; the work continues then */
async function withGaps<T>(work: Promise<T>, gap: Gap | undefined): Promise<T> {
  let ended = false;
  const end = () => {
    ended = true;
  };
  const over = work.then(end, end);
  while (gap && !ended) {
    await Promise.race([over, new Promise((resolve) => setTimeout(resolve, REST_MS))]);
    if (!ended) await gap();
  }
  return work;
}
