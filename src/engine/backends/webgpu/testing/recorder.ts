/**
 * A GPUDevice that computes nothing and records everything: creation, destruction, dispatches and submits. Like a real
 * one, it reports anything over its limits, and work on destroyed objects.
 */

/** WebGPU's default limits, which every adapter has. */
export const defaultLimits = {
  maxBufferSize: 268_435_456,
  maxStorageBufferBindingSize: 134_217_728,
  maxComputeWorkgroupStorageSize: 16_384,
  maxComputeWorkgroupsPerDimension: 65_535,
  maxComputeWorkgroupSizeX: 256,
  maxComputeInvocationsPerWorkgroup: 256,
};

export interface RecorderOptions {
  features?: GPUFeatureName[];
  limits?: Partial<typeof defaultLimits>;
  /** Bytes beyond which buffers are out of memory. */
  memory?: number;
  /** Returns the compiler's message if it refuses a program. */
  refuses?: (code: string) => string | undefined;
}

export interface Recorded {
  buffers: number;
  textures: number;
  bindGroups: number;
  pipelines: number;
  dispatches: number;
  draws: number;
  submits: number;
  writes: number;
  maps: number;
}

interface FakeBuffer {
  label: string;
  size: number;
  usage: number;
  destroyed: boolean;
}

type Handler = ((event: { error: { message: string } }) => void) | null;

/** Made by `recorder()`. */
export class Recorder {
  readonly counts: Recorded = {
    buffers: 0,
    textures: 0,
    bindGroups: 0,
    pipelines: 0,
    dispatches: 0,
    draws: 0,
    submits: 0,
    writes: 0,
    maps: 0,
  };
  readonly alive = new Set<FakeBuffer>();
  /** Workgroups of each dispatch since `forget`, and the objects that each submit used. */
  workgroups: number[][] = [];
  /** The errors that a real device would have reported. */
  readonly errors: string[] = [];
  /** Pipelines being compiled, and the most compiled in parallel. */
  compiling = 0;
  mostCompiling = 0;
  readonly device: GPUDevice;
  lose: (message: string) => void = () => {};
  #lost = false;
  readonly #scopes: { filter: string; error: unknown }[] = [];

  constructor(options: RecorderOptions = {}) {
    const { counts } = this;
    const limits = { ...defaultLimits, ...options.limits };
    const lost = new Promise<{ message: string }>((resolve) => {
      this.lose = (message) => {
        this.#lost = true;
        resolve({ message });
      };
    });
    const used = new WeakMap<object, FakeBuffer[]>();
    const compile = async (code: string) => {
      counts.pipelines++;
      this.compiling++;
      this.mostCompiling = Math.max(this.mostCompiling, this.compiling);
      await new Promise((resolve) => setTimeout(resolve, 0));
      this.compiling--;
      const word = options.refuses?.(code);
      if (word !== undefined) throw new Error(word);
      return { getBindGroupLayout: () => ({}) };
    };
    const encoder = () => {
      const touched: FakeBuffer[] = [];
      const pass = {
        setPipeline() {},
        setBindGroup: (_: number, group: object) => touched.push(...(used.get(group) ?? [])),
        dispatchWorkgroups: (...groups: number[]) => {
          counts.dispatches++;
          this.workgroups.push(groups);
          if (Math.max(...groups) > limits.maxComputeWorkgroupsPerDimension)
            this.#object('too many workgroups');
        },
        draw: () => void counts.draws++,
        end() {},
      };
      return {
        beginComputePass: () => pass,
        beginRenderPass: () => pass,
        copyBufferToBuffer: (from: FakeBuffer, _: number, to: FakeBuffer) => touched.push(from, to),
        copyTextureToBuffer: (_: object, { buffer }: { buffer: FakeBuffer }) => touched.push(buffer),
        resolveQuerySet() {},
        finish: () => touched,
      };
    };
    const device = {
      features: new Set(options.features),
      limits,
      lost,
      onuncapturederror: null as Handler,
      queue: {
        writeBuffer: (buffer: FakeBuffer, offset: number, data: ArrayBufferView | ArrayBuffer) => {
          counts.writes++;
          if (offset + data.byteLength > buffer.size) this.#object(`write past the end of ${buffer.label}`);
          if (buffer.destroyed) this.#object(`write to ${buffer.label}, which is destroyed`);
        },
        submit: (commands: FakeBuffer[][]) => {
          counts.submits++;
          for (const buffer of commands.flat())
            if (buffer.destroyed) this.#object(`submit with ${buffer.label}, which is destroyed`);
        },
        onSubmittedWorkDone: () => Promise.resolve(),
      },
      createBuffer: (descriptor: GPUBufferDescriptor) => {
        counts.buffers++;
        const buffer = {
          label: descriptor.label ?? '',
          size: descriptor.size,
          usage: descriptor.usage,
          destroyed: false,
          destroy: () => {
            buffer.destroyed = true;
            this.alive.delete(buffer);
          },
          mapAsync: async () => {
            counts.maps++;
            if (this.#lost || buffer.destroyed) throw new Error('cannot be mapped');
          },
          getMappedRange: () => new ArrayBuffer(buffer.size),
          unmap() {},
        };
        if (buffer.size > limits.maxBufferSize) this.#object(`buffer of ${buffer.size} bytes`);
        this.alive.add(buffer);
        if (this.bytes > (options.memory ?? Number.POSITIVE_INFINITY))
          this.#object('memory', 'out-of-memory');
        return buffer;
      },
      createTexture: ({ size }: { size: [number, number] }) => {
        counts.textures++;
        return { width: size[0], height: size[1], createView: () => ({}), destroy() {} };
      },
      createBindGroup: ({ entries }: { entries: { resource: { buffer: FakeBuffer; size?: number } }[] }) => {
        counts.bindGroups++;
        const group = {};
        used.set(
          group,
          entries.map(({ resource }) => resource.buffer),
        );
        for (const { resource } of entries) {
          const { buffer, size = buffer.size } = resource;
          if (size > limits.maxStorageBufferBindingSize) this.#object(`binding of ${size} bytes`);
        }
        return group;
      },
      createShaderModule: ({ code }: { code: string }) => ({ code }),
      createComputePipelineAsync: ({ compute }: { compute: { module: { code: string } } }) =>
        compile(compute.module.code),
      createRenderPipelineAsync: ({ vertex }: { vertex: { module: { code: string } } }) =>
        compile(vertex.module.code),
      createCommandEncoder: encoder,
      pushErrorScope: (filter: string) => void this.#scopes.push({ filter, error: null }),
      popErrorScope: async () => {
        const scope = this.#scopes.pop();
        if (this.#lost) throw new Error('device lost');
        return scope?.error ?? null;
      },
      destroy: () => this.lose('destroyed'),
    };
    this.device = device as unknown as GPUDevice;
  }

  get bytes(): number {
    let sum = 0;
    for (const { size } of this.alive) sum += size;
    return sum;
  }

  /** Runs `work`. @returns how much it added to each count. */
  async during(work: () => Promise<unknown>): Promise<Recorded> {
    const before = { ...this.counts };
    this.workgroups = [];
    await work();
    const names = Object.keys(before) as (keyof Recorded)[];
    return Object.fromEntries(
      names.map((name) => [name, this.counts[name] - before[name]]),
    ) as unknown as Recorded;
  }

  /** Reports an error outside any call, as drivers do. */
  complain(message: string): void {
    (this.device as unknown as { onuncapturederror: Handler }).onuncapturederror?.({ error: { message } });
  }

  #object(message: string, filter = 'validation'): void {
    const scope = this.#scopes.findLast((one) => one.filter === filter);
    const error = filter === 'out-of-memory' ? new OutOfMemory(message) : new Error(message);
    if (scope) scope.error ??= error;
    else {
      this.errors.push(message);
      this.complain(message);
    }
  }
}

class OutOfMemory extends Error {}

/** Returns the globals of a browser with WebGPU that the backend uses. Undo them with vitest's `unstubAllGlobals`. */
export function browserGlobals(): Record<string, unknown> {
  const bitmap = () => ({ close() {} });
  return {
    GPUBufferUsage: {
      MAP_READ: 1,
      MAP_WRITE: 2,
      COPY_SRC: 4,
      COPY_DST: 8,
      UNIFORM: 64,
      STORAGE: 128,
      QUERY_RESOLVE: 512,
    },
    GPUTextureUsage: { COPY_SRC: 1, RENDER_ATTACHMENT: 16 },
    GPUMapMode: { READ: 1 },
    GPUOutOfMemoryError: OutOfMemory,
    OffscreenCanvas: class {
      width = 1;
      height = 1;
      getContext() {
        return {
          configure() {},
          unconfigure() {},
          getCurrentTexture: () => ({ createView: () => ({}) }),
        };
      }
      transferToImageBitmap = bitmap;
    },
    navigator: { gpu: { getPreferredCanvasFormat: () => 'bgra8unorm' } },
  };
}
