/** A kernel plan on a device: pipelines, buffers and bind groups, all made before the first frame. */
import { ZscapeError } from '../../../base/errors.ts';
import type { Weights } from '../../../bundle/read/weights.ts';
import { allEnded, compiled } from './device.ts';
import { floatsOf, type KernelPlan, type PlannedHead } from './kernelPlan.ts';
import { bindGroup, type Compile, type LayerBuffers, uploadHead, uploadLayers } from './weights.ts';

/** One dispatch of a program. */
interface Step {
  pipeline: GPUComputePipeline;
  group: GPUBindGroup;
  workgroups: readonly [number, number];
}

/** A head on the device. The full picture's is the first, then come the previews'. */
interface HeadBuffers {
  planned: PlannedHead;
  pipeline: GPUComputePipeline;
  colours: GPUBuffer;
  bias: GPUBuffer;
}

/** Everything that a frame writes, for so many images at once. */
interface Frame {
  images: number;
  latents: GPUBuffer;
  values: GPUBuffer;
  buffers: GPUBuffer[];
  /** Of the full picture and of each preview. */
  programs: Step[][];
}

export interface NetworkOptions {
  device: GPUDevice;
  plan: KernelPlan;
  weights: Weights;
}

export class Network {
  readonly plan: KernelPlan;
  readonly #device: GPUDevice;
  readonly #buffers: Set<GPUBuffer>;
  readonly #pipelines: readonly GPUComputePipeline[];
  readonly #layers: readonly LayerBuffers[];
  readonly #heads: readonly HeadBuffers[];
  #frame: Frame;

  private constructor(
    { device, plan }: NetworkOptions,
    buffers: Set<GPUBuffer>,
    pipelines: readonly GPUComputePipeline[],
    layers: readonly LayerBuffers[],
    heads: readonly HeadBuffers[],
  ) {
    this.plan = plan;
    this.#device = device;
    this.#buffers = buffers;
    this.#pipelines = pipelines;
    this.#layers = layers;
    this.#heads = heads;
    this.#frame = this.#frameFor(1);
  }

  /** Compiles all kernels at once and uploads the weights. @throws BUNDLE_INVALID, BACKEND_UNAVAILABLE, ENGINE_FAILED. */
  static async make(options: NetworkOptions): Promise<Network> {
    const { device, plan, weights } = options;
    checkLimits(plan, device.limits);
    const known = new Map<string, Promise<GPUComputePipeline>>();
    const compile: Compile = (code) => {
      const one = known.get(code) ?? computePipeline(device, code);
      known.set(code, one);
      return one;
    };
    const buffers = new Set<GPUBuffer>();
    const own = (buffer: GPUBuffer) => {
      buffers.add(buffer);
      return buffer;
    };
    try {
      const heads = [plan.head, ...plan.previews];
      // Asked for together, before anything is waited for: the browser compiles in parallel.
      const [layers, pipelines, headPipelines] = await allEnded([
        uploadLayers(device, weights, plan, compile, own),
        Promise.all(plan.layers.map(({ kernel }) => compile(kernel.code))),
        Promise.all(heads.map(({ kernel }) => compile(kernel.code))),
      ]);
      const headBuffers = heads.map((planned, i): HeadBuffers => {
        const { colours, bias } = uploadHead(device, weights, planned);
        return { planned, pipeline: headPipelines[i]!, colours: own(colours), bias: own(bias) };
      });
      return new Network(options, buffers, pipelines, layers, headBuffers);
    } catch (error) {
      for (const buffer of buffers) buffer.destroy();
      throw error;
    }
  }

  /** How many buffers there are, and the bytes that they hold. */
  memory(): { tensors: number; bytes: number } {
    const all = [...this.#buffers, ...this.#frame.buffers];
    return { tensors: all.length, bytes: all.reduce((sum, { size }) => sum + size, 0) };
  }

  /** Makes room for as many of `wished` images as one pass can compute, and says how many that are. The room stays. */
  reserve(wished: number): number {
    const { pixels, sums, values } = this.plan.bytes;
    const { maxStorageBufferBindingSize, maxBufferSize } = this.#device.limits;
    const most = Math.floor(
      Math.min(maxStorageBufferBindingSize, maxBufferSize) / Math.max(pixels, sums, values),
    );
    const images = Math.max(1, Math.min(wished, most));
    if (images > this.#frame.images) {
      for (const buffer of this.#frame.buffers) buffer.destroy();
      this.#frame = this.#frameFor(images);
    }
    return images;
  }

  /** Writes the latents. @param zs normalised already, where the network normalises them */
  setLatents(zs: readonly Float32Array<ArrayBuffer>[]): void {
    const { latent } = this.plan.bytes;
    zs.forEach((z, i) => {
      this.#device.queue.writeBuffer(this.#frame.latents, i * latent, z);
    });
  }

  /** Adds the dispatches for `images` images to the encoder, in one pass. @param program 0 for the full picture, else a preview */
  encode(encoder: GPUCommandEncoder, images: number, program = 0): void {
    const pass = encoder.beginComputePass();
    for (const { pipeline, group, workgroups } of this.#frame.programs[program]!) {
      pass.setPipeline(pipeline);
      pass.setBindGroup(0, group);
      pass.dispatchWorkgroups(workgroups[0], workgroups[1], images);
    }
    pass.end();
  }

  /** Where the values of image number i are: float32 [height, width, channels], of the program's resolution. */
  values(i = 0, program = 0): { buffer: GPUBuffer; offset: number; width: number; height: number } {
    const { resolution } = this.#heads[program]!.planned.head;
    const { values } = this.plan.bytes;
    return { buffer: this.#frame.values, offset: i * values, width: resolution, height: resolution };
  }

  dispose(): void {
    for (const buffer of [...this.#buffers, ...this.#frame.buffers]) buffer.destroy();
    this.#buffers.clear();
    this.#frame = { ...this.#frame, buffers: [], programs: [] };
  }

  #frameFor(images: number): Frame {
    const device = this.#device;
    const { bytes, layers } = this.plan;
    const buffers: GPUBuffer[] = [];
    const take = (label: string, size: number, usage = 0) => {
      const buffer = device.createBuffer({
        label,
        size: size * images,
        usage: GPUBufferUsage.STORAGE | usage,
      });
      buffers.push(buffer);
      return buffer;
    };
    const latents = take('latents', bytes.latent, GPUBufferUsage.COPY_DST);
    const pixels = [take('pixels', bytes.pixels), take('pixels', bytes.pixels)];
    const squares = [take('squares', bytes.squares), take('squares', bytes.squares)];
    const sums = take('sums', bytes.sums);
    const values = take('values', bytes.values, GPUBufferUsage.COPY_SRC);

    const steps = layers.map(({ kernel }, i): Step => {
      const pipeline = this.#pipelines[i]!;
      const { weights, bias } = this.#layers[i]!;
      const [from, to] = [(i + 1) % 2, i % 2];
      const last = i === layers.length - 1;
      const source =
        i === 0 ? [[0, latents] as const] : [[0, pixels[from]!] as const, [1, squares[from]!] as const];
      const group = bindGroup(device, pipeline, [
        ...source,
        [2, weights],
        [3, bias],
        [4, last ? this.#heads[0]!.colours : pixels[to]!],
        [5, last ? sums : squares[to]!],
      ]);
      return { pipeline, group, workgroups: kernel.workgroups };
    });
    const programs = this.#heads.map(({ planned, pipeline, colours, bias }, i): Step[] => {
      const at = (planned.after + 1) % 2;
      const group =
        i === 0
          ? bindGroup(device, pipeline, [
              [0, sums],
              [1, bias],
              [2, values],
            ])
          : bindGroup(device, pipeline, [
              [0, pixels[at]!],
              [1, squares[at]!],
              [2, colours],
              [3, bias],
              [4, values],
            ]);
      return [...steps.slice(0, planned.after), { pipeline, group, workgroups: planned.kernel.workgroups }];
    });
    return { images, latents, values, buffers, programs };
  }
}

function computePipeline(device: GPUDevice, code: string): Promise<GPUComputePipeline> {
  const compute = { module: device.createShaderModule({ code }), entryPoint: 'main' };
  return compiled(device.createComputePipelineAsync({ layout: 'auto', compute }));
}

/** Checks that every buffer fits the device. @throws BACKEND_UNAVAILABLE naming the layer that does not */
function checkLimits({ layers, bytes, storage }: KernelPlan, limits: GPUSupportedLimits): void {
  const most = Math.min(limits.maxStorageBufferBindingSize, limits.maxBufferSize);
  const megabytes = (size: number) => `${Math.ceil(size / 1e6)} MB`;
  const check = (size: number, what: string) => {
    if (size <= most) return;
    throw new ZscapeError(
      'BACKEND_UNAVAILABLE',
      `This GPU takes at most ${megabytes(most)} in one piece, and ${what} needs ${megabytes(size)}.`,
    );
  };
  for (const planned of layers) {
    const packed = planned.kernel.packing.quads * (storage === 'f16' ? 8 : 16);
    check(Math.max(packed, 4 * floatsOf(planned)), `the layer of ${planned.layer.names.kernel}`);
  }
  check(
    Math.max(bytes.pixels, bytes.sums, bytes.squares, bytes.values),
    'the largest picture between its layers',
  );
}
