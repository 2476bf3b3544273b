import { afterEach, describe, expect, it, vi } from 'vitest';
import { openDevice } from './device.ts';
import { browserGlobals, defaultLimits, Recorder } from './testing/recorder.ts';

afterEach(() => void vi.unstubAllGlobals());

function offer(adapter: object | null) {
  const requestAdapter = () => Promise.resolve(adapter);
  for (const [name, value] of Object.entries(browserGlobals())) vi.stubGlobal(name, value);
  vi.stubGlobal('navigator', { gpu: { requestAdapter } });
}

describe('opening the GPU', () => {
  it('reports that there is no adapter', async () => {
    offer(null);
    await expect(openDevice()).rejects.toMatchObject({
      code: 'BACKEND_UNAVAILABLE',
      message: 'This browser found no GPU that WebGPU can use.',
    });
  });

  it('reports that there is no WebGPU', async () => {
    vi.stubGlobal('navigator', {});
    await expect(openDevice()).rejects.toMatchObject({ code: 'BACKEND_UNAVAILABLE' });
  });

  it('asks for all limits that the adapter has, and only for features that it has', async () => {
    const asked: GPUDeviceDescriptor[] = [];
    const limits = { ...defaultLimits, maxComputeWorkgroupStorageSize: 32_768, maxBufferSize: 2 ** 31 };
    offer({
      limits,
      features: new Set(['shader-f16', 'texture-compression-bc']),
      info: { description: 'A GPU' },
      requestDevice: (descriptor: GPUDeviceDescriptor) => {
        asked.push(descriptor);
        return Promise.resolve(new Recorder().device);
      },
    });
    expect((await openDevice()).traits.description).toBe('A GPU');
    expect(asked[0]!.requiredFeatures).toEqual(['shader-f16']);
    expect(asked[0]!.requiredLimits).toEqual(limits);
  });

  it('reports that the device is refused', async () => {
    offer({
      limits: defaultLimits,
      features: new Set(),
      info: {},
      requestDevice: () => Promise.reject(new Error('busy')),
    });
    await expect(openDevice()).rejects.toMatchObject({ code: 'BACKEND_UNAVAILABLE' });
  });
});
