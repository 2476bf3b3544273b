/** The few words of `@jax-js/jax` that the bench speaks: the package is there only where somebody installed it. */
declare module '@jax-js/jax' {
  /** Every operation uses its operands up; `ref` keeps one for another use. */
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
