/** A kernel plan on a device: pipelines, buffers and bind groups, all created before the first frame. */
import { ZscapeError } from '../../../base/errors.ts';
import type { Weights } from '../../../bundle/read/weights.ts';
import { allEnded, compiled } from './device.ts';
import { floatsOf, type KernelPlan, type PlannedHead } from './kernelPlan.ts';
import { bindGroup, type Compile, type LayerBuffers, uploadHead, uploadLayers } from './weights.ts';

/** One dispatch of a program. */
export interface Step {
  pipeline: GPUComputePipeline;
  group: GPUBindGroup;
  workgroups: readonly [number, number];
}

/** A head on the device. The full picture's comes first, followed by the previews'. */
interface HeadBuffers {
  planned: PlannedHead;
  pipeline: GPUComputePipeline;
  colours: GPUBuffer;
  bias: GPUBuffer;
}

/** Everything that a frame writes, for several images together. */
interface Frame {
  images: number;
  latents: GPUBuffer;
  values: GPUBuffer;
  buffers: GPUBuffer[];
  /** One for the full picture and one for each preview. */
  programs: Step[][];
}

export interface NetworkOptions {
  device: GPUDevice;
  plan: KernelPlan;
  weights: Weights;
}

export class Network {
  readonly plan: KernelPlan;
  /** Creates pipelines, one per distinct code. */
  readonly compile: Compile;
  readonly #device: GPUDevice;
  readonly #buffers: Set<GPUBuffer>;
  readonly #pipelines: readonly GPUComputePipeline[];
  readonly #layers: readonly LayerBuffers[];
  readonly #heads: readonly HeadBuffers[];
  #frame: Frame;

  private constructor(
    { device, plan }: NetworkOptions,
    compile: Compile,
    buffers: Set<GPUBuffer>,
    pipelines: readonly GPUComputePipeline[],
    layers: readonly LayerBuffers[],
    heads: readonly HeadBuffers[],
  ) {
    this.plan = plan;
    this.compile = compile;
    this.#device = device;
    this.#buffers = buffers;
    this.#pipelines = pipelines;
    this.#layers = layers;
    this.#heads = heads;
    this.#frame = this.#frameFor(1);
  }

  /**
   * Compiles all kernels in parallel and uploads the weights. @throws BUNDLE_INVALID, BACKEND_UNAVAILABLE, ENGINE_FAILED.
   */
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
      // Requested together before awaiting any: the browser compiles in parallel.
      const [layers, pipelines, headPipelines] = await allEnded([
        uploadLayers(device, weights, plan, compile, own),
        Promise.all(plan.layers.map(({ kernel }) => compile(kernel.code))),
        Promise.all(heads.map(({ kernel }) => compile(kernel.code))),
      ]);
      const headBuffers = heads.map((planned, i): HeadBuffers => {
        const { colours, bias } = uploadHead(device, weights, planned);
        return { planned, pipeline: headPipelines[i]!, colours: own(colours), bias: own(bias) };
      });
      return new Network(options, compile, buffers, pipelines, layers, headBuffers);
    } catch (error) {
      for (const buffer of buffers) buffer.destroy();
      throw error;
    }
  }

  /** Counts the buffers and their bytes. */
  memory(): { tensors: number; bytes: number } {
    const all = [...this.#buffers, ...this.#frame.buffers];
    return { tensors: all.length, bytes: all.reduce((sum, { size }) => sum + size, 0) };
  }

  /** Weights and bias of each layer, for the backward pass. They live as long as the network. */
  get layers(): readonly LayerBuffers[] {
    return this.#layers;
  }

  /** Colours [3, quad] and bias of the full picture's head, followed by those of previews. */
  get heads(): readonly Pick<HeadBuffers, 'colours' | 'bias'>[] {
    return this.#heads;
  }

  /** Makes room for as many of `wished` images as one pass can compute, and returns their number. The room is kept. */
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

  /** Writes the latents. @param zs already normalised, if the network normalises them */
  setLatents(zs: readonly Float32Array<ArrayBuffer>[]): void {
    const { latent } = this.plan.bytes;
    zs.forEach((z, i) => {
      this.#device.queue.writeBuffer(this.#frame.latents, i * latent, z);
    });
  }

  /**
   * Adds the dispatches for `images` images to the encoder, in one pass.
   * @param program 0 for the full picture, otherwise a preview
   */
  encode(encoder: GPUCommandEncoder, images: number, program = 0): void {
    encodeSteps(encoder, this.#frame.programs[program]!, images);
  }

  /** Locates the values of image number i: float32 [height, width, channels], at the program's resolution. */
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

/** Adds the dispatches to the encoder, in one pass. */
export function encodeSteps(encoder: GPUCommandEncoder, steps: readonly Step[], images: number): void {
  const pass = encoder.beginComputePass();
  for (const { pipeline, group, workgroups } of steps) {
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, group);
    pass.dispatchWorkgroups(workgroups[0], workgroups[1], images);
  }
  pass.end();
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
      `This GPU can allocate at most ${megabytes(most)} in one piece, but ${what} needs ${megabytes(size)}.`,
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
