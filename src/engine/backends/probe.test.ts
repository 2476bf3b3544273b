import { describe, expect, it } from 'vitest';
import { threadsFor, threadsForModel } from '../backends/tfjs/pthreads.ts';
import { adapterName, backendOrder, isSoftware } from './probe.ts';

describe('isSoftware', () => {
  it.each([
    { vendor: 'google', architecture: 'swiftshader' },
    { vendor: 'mesa', description: 'llvmpipe (LLVM 15.0.6, 256 bits)' },
    { vendor: 'microsoft', description: 'Microsoft Basic Render Driver' },
    { vendor: 'nvidia', architecture: 'turing', isFallbackAdapter: true },
  ])('recognises %j', (traits) => {
    expect(isSoftware(traits)).toBe(true);
  });

  it.each([
    { vendor: 'apple', architecture: 'metal-3' },
    { vendor: 'intel', architecture: 'gen-12lp' },
    { vendor: 'nvidia', architecture: 'lovelace', isFallbackAdapter: false },
    { vendor: 'qualcomm', architecture: 'adreno-7xx' },
    {},
  ])('treats %j as a GPU', (traits) => {
    expect(isSoftware(traits)).toBe(false);
  });
});

describe('backendOrder', () => {
  it('starts with WebGPU on a real GPU and with WASM elsewhere; WebGL comes late', () => {
    expect(backendOrder('auto', true)).toEqual(['webgpu', 'wasm', 'webgl', 'cpu']);
    expect(backendOrder('auto', false)).toEqual(['wasm', 'webgl', 'cpu']);
  });

  it('puts a forced choice first, on any device, and each backend once', () => {
    expect(backendOrder('webgpu', false)).toEqual(['webgpu', 'wasm', 'webgl', 'cpu']);
    expect(backendOrder('cpu', true)).toEqual(['cpu', 'webgpu', 'wasm', 'webgl']);
  });
});

it('adapterName uses whatever the browser reveals', () => {
  expect(adapterName({ vendor: 'apple', architecture: 'metal-3', device: '' })).toBe('apple metal-3');
  expect(adapterName({ vendor: 'nvidia', description: 'NVIDIA RTX 4070' })).toBe('NVIDIA RTX 4070');
  expect(adapterName({})).toBe('GPU');
});

it('threadsFor leaves cores to the page, and uses two threads on two cores', () => {
  expect([1, 2, 3, 4, 8, 12, 64].map(threadsFor)).toEqual([1, 2, 2, 2, 4, 6, 8]);
});

it('threadsForModel keeps a small model on one thread where its threads would take all cores', () => {
  expect(threadsForModel(2, 2, 1.3e6)).toBe(1);
  expect(threadsForModel(2, 2, 23e6)).toBe(2);
  expect(threadsForModel(2, 4, 1.3e6)).toBe(2);
});
