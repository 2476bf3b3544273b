/**
 * Types for the parts of `@jax-js/jax` and `onnxruntime-web` that the bench uses: the packages exist only where `npm run bench` has
 * installed them, but types are checked everywhere.
 */
declare module '@jax-js/jax' {
  /** Every operation consumes its operands; `ref` keeps one for further use. */
  export interface Array {
    readonly ref: this;
    add(other: Array | number): Array;
    mul(other: Array | number): Array;
    div(other: Array | number): Array;
    reshape(shape: number[]): Array;
    transpose(axes: number[]): Array;
    data(): Promise<Float32Array>;
  }
  type Device = 'wasm' | 'webgpu';
  export function init(...devices: Device[]): Promise<Device[]>;
  export function defaultDevice(device: Device): Device;
  export function jit<A extends unknown[]>(work: (...args: A) => Array): (...args: A) => Array;
  export const lax: {
    convGeneralDilated(x: Array, kernel: Array, strides: number[], padding: number[][]): Array;
  };
  export const nn: { leakyRelu(x: Array, slope: number): Array };
  export const numpy: {
    array(values: Float32Array): Array;
    clip(x: Array, low: number, high: number): Array;
    mean(x: Array, axis: number, options: { keepdims: boolean }): Array;
    repeat(x: Array, count: number, axis: number): Array;
    sqrt(x: Array): Array;
    square(x: Array): Array;
  };
}

declare module 'onnxruntime-web/wasm' {
  export interface Tensor {
    getData(): Promise<unknown>;
  }
  export const Tensor: {
    new (type: 'float32', values: Float32Array, dims: readonly number[]): Tensor;
    fromGpuBuffer(buffer: GPUBuffer, options: { dataType: 'float32'; dims: readonly number[] }): Tensor;
  };
  interface SessionOptions {
    executionProviders: readonly ('wasm' | 'webgpu')[];
    preferredOutputLocation?: 'gpu-buffer';
    enableGraphCapture?: boolean;
  }
  export interface InferenceSession {
    run(feeds: Record<string, Tensor>): Promise<Record<string, Tensor>>;
  }
  export const InferenceSession: {
    create(model: Uint8Array, options: SessionOptions): Promise<InferenceSession>;
  };
  export const env: {
    wasm: { wasmPaths: { mjs: string; wasm: string }; numThreads: number };
    webgpu: { device: Promise<GPUDevice> };
  };
}

declare module 'onnxruntime-web/webgpu' {
  export * from 'onnxruntime-web/wasm';
}
