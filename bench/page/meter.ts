/**
 * Measures an engine's resources from outside, in the same way for all: WebAssembly memories, GPU buffers and textures, dispatches
 * and submits. Install it before the engine's code is loaded.
 */

export interface Reading {
  /** Bytes of all WebAssembly memories, and of GPU buffers and textures that have not been destroyed. */
  wasmBytes: number;
  gpuBytes: number;
  gpuBuffers: number;
  /** Since the start. */
  dispatches: number;
  submits: number;
}

export interface Meter {
  read(): Reading;
}

export function installMeter(): Meter {
  const memories = new Set<WebAssembly.Memory>();
  watchMemories(memories);
  const gpu = watchGpu();
  return {
    read() {
      let wasmBytes = 0;
      for (const { buffer } of memories) wasmBytes += buffer.byteLength;
      return { wasmBytes, ...gpu() };
    },
  };
}

/** Finds memories, whether made in JavaScript or exported by a module. */
function watchMemories(memories: Set<WebAssembly.Memory>): void {
  const { Memory, Instance, instantiate, instantiateStreaming } = WebAssembly;
  const look = (instance: WebAssembly.Instance) => {
    for (const value of Object.values(instance.exports)) if (value instanceof Memory) memories.add(value);
  };
  WebAssembly.Memory = class extends Memory {
    constructor(descriptor: WebAssembly.MemoryDescriptor) {
      super(descriptor);
      memories.add(this);
    }
  };
  WebAssembly.Instance = class extends Instance {
    constructor(module: WebAssembly.Module, imports?: WebAssembly.Imports) {
      super(module, imports);
      look(this);
    }
  };
  const seen = <T extends WebAssembly.Instance | WebAssembly.WebAssemblyInstantiatedSource>(made: T): T => {
    look('instance' in made ? made.instance : made);
    return made;
  };
  type Instantiate = (...args: unknown[]) => Promise<WebAssembly.Instance>;
  const plain = instantiate as unknown as Instantiate;
  WebAssembly.instantiate = ((...args: unknown[]) => plain(...args).then(seen)) as typeof instantiate;
  if (instantiateStreaming)
    WebAssembly.instantiateStreaming = (source, imports) => instantiateStreaming(source, imports).then(seen);
}

function watchGpu(): () => Omit<Reading, 'wasmBytes'> {
  const counts = { gpuBytes: 0, gpuBuffers: 0, dispatches: 0, submits: 0 };
  if (typeof GPUDevice === 'undefined') return () => counts;
  const sizes = new WeakMap<object, number>();
  const before = <A extends unknown[], R>(
    prototype: object,
    name: string,
    act: (self: object, args: A, result: R) => void,
  ) => {
    const own = Reflect.get(prototype, name) as (...args: A) => R;
    Reflect.set(prototype, name, function (this: object, ...args: A): R {
      const result = own.apply(this, args);
      act(this, args, result);
      return result;
    });
  };
  const gone = (self: object) => {
    counts.gpuBytes -= sizes.get(self) ?? 0;
    if (sizes.delete(self)) counts.gpuBuffers--;
  };
  before<[GPUBufferDescriptor], GPUBuffer>(GPUDevice.prototype, 'createBuffer', (_, [{ size }], buffer) => {
    sizes.set(buffer, size);
    counts.gpuBytes += size;
    counts.gpuBuffers++;
  });
  before(GPUBuffer.prototype, 'destroy', gone);
  for (const name of ['dispatchWorkgroups', 'dispatchWorkgroupsIndirect'])
    before(GPUComputePassEncoder.prototype, name, () => void counts.dispatches++);
  before(GPUQueue.prototype, 'submit', () => void counts.submits++);
  return () => ({ ...counts });
}
