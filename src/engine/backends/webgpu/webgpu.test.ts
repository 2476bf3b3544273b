/** The backend around its device: loss in any state, refusals, and the state afterwards. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LoadedBundle } from '../../../bundle/read/reader.ts';
import type { FromWorker } from '../../protocol.ts';
import { Controller } from '../../worker/controller.ts';
import type { Backend } from '../backend.ts';
import { layoutBundle } from './testing/layouts.ts';
import { browserGlobals, Recorder, type RecorderOptions } from './testing/recorder.ts';
import { Tuner } from './tuner.ts';
import { abilitiesOf } from './variants.ts';
import { GpuBackend } from './webgpu.ts';

beforeEach(() => {
  for (const [name, value] of Object.entries(browserGlobals())) vi.stubGlobal(name, value);
});
afterEach(() => void vi.unstubAllGlobals());

const bundle = layoutBundle([16, 16], { latent: 8 });
const z = () => new Float32Array(8).fill(1);
const opened = (recorder: Recorder) => ({
  device: recorder.device,
  info: {} as GPUAdapterInfo,
  traits: { description: 'A GPU' },
});

describe('the backend', () => {
  it('counts its buffers, and frees everything', async () => {
    const recorder = new Recorder();
    const backend = new GpuBackend(opened(recorder));
    expect(backend.detail).toBe('A GPU');
    const generator = await backend.load(bundle);
    expect(backend.memory().bytes).toBe(recorder.bytes - 32);
    (await generator.renderImage(z())).close();
    backend.dispose();
    expect(recorder.bytes).toBe(0);
    expect(backend.memory()).toEqual({ tensors: 0, bytes: 0 });
  });

  it('reports a loss, but not its own disposal', async () => {
    const recorder = new Recorder();
    const backend = new GpuBackend(opened(recorder));
    recorder.lose('the driver was updated');
    expect(await backend.lost).toBe('the driver was updated');
    await expect(backend.load(bundle)).rejects.toMatchObject({ code: 'DEVICE_LOST' });

    const other = new GpuBackend(opened(new Recorder()));
    const heard = vi.fn();
    void other.lost.then(heard);
    other.dispose();
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(heard).not.toHaveBeenCalled();
  });

  it.each(['renderImage', 'renderBatch', 'raw'] as const)(
    '%s throws DEVICE_LOST after a loss',
    async (method) => {
      const recorder = new Recorder();
      const generator = await new GpuBackend(opened(recorder)).load(bundle);
      const call = () =>
        method === 'renderBatch' ? generator.renderBatch([z()], 8) : generator[method](z());
      await call();
      recorder.lose('gone');
      await expect(call()).rejects.toMatchObject({
        code: 'DEVICE_LOST',
        message: 'The GPU went away (gone).',
      });
    },
  );

  it('makes a model only when no measurement of the previous one is running', async () => {
    const recorder = new Recorder();
    let end = () => {};
    const measuring = new Promise<void>((resolve) => {
      end = resolve;
    });
    const device = recorder.device;
    const store = { get: async () => undefined, put: async () => {} };
    const tuner = new Tuner(device, abilitiesOf(device, false), 'A GPU', store, () =>
      measuring.then(() => []),
    );
    const backend = new GpuBackend(opened(recorder), tuner);
    await backend.load(bundle);
    const began = vi.spyOn(device, 'pushErrorScope');
    const second = backend.load(bundle);
    await new Promise((resolve) => setImmediate(resolve));
    expect(began).not.toHaveBeenCalled();
    end();
    await second;
    expect(began).toHaveBeenCalled();
  });

  it('treats an error that no call reported as a broken backend, once', async () => {
    const recorder = new Recorder();
    const generator = await new GpuBackend(opened(recorder)).load(bundle);
    recorder.complain('out of descriptors\nand more');
    await expect(generator.renderImage(z())).rejects.toThrow(/refused its work: out of descriptors$/);
    await expect(generator.renderImage(z())).resolves.toBeDefined();
  });
});

/** Makes an engine on such backends: those of `devices` one after the other, then another kind of backend. */
function engineOn(devices: RecorderOptions[], model: LoadedBundle = bundle) {
  const said: FromWorker[] = [];
  const recorders: Recorder[] = [];
  const controller = new Controller({
    say: (message) => said.push(message),
    realGpu: () => Promise.resolve(true),
    read: async () => model,
    start: async (name): Promise<Backend> => {
      const options = name === 'webgpu' ? devices[recorders.length] : undefined;
      if (options) {
        const recorder = new Recorder(options);
        recorders.push(recorder);
        return new GpuBackend(opened(recorder));
      }
      return other(name);
    },
  });
  controller.start('auto');
  const load = () =>
    controller.load('m/', {
      manifestText: Promise.resolve(undefined),
      signal: new AbortController().signal,
      tell: () => {},
    });
  const frames = () => said.filter(({ type }) => type === 'frame').length;
  const status = () => said.findLast((message) => message.type === 'status')?.status;
  const epoch = () => said.findLast((message) => message.type === 'model')?.epoch ?? 0;
  let stamp = 0;
  const render = () => controller.render(++stamp, z(), epoch());
  return { recorders, load, frames, status, render, said, gradients: controller.gradients };
}

async function other(name: Backend['name']): Promise<Backend> {
  const bitmap = async () => ({ close() {} }) as ImageBitmap;
  return {
    name,
    detail: '',
    lost: new Promise(() => {}),
    load: async () => ({
      renderImage: bitmap,
      renderBatch: async () => [],
      raw: async (data) => ({ data, width: 1, height: 1, channels: 1 }),
      dispose() {},
    }),
    memory: () => ({ tensors: 0, bytes: 0 }),
    dispose() {},
  };
}

const until = (condition: () => boolean) => expect.poll(condition, { interval: 1 }).toBe(true);

describe('the engine on it', () => {
  it('reopens the device after a loss at rest, and shows the last picture again', async () => {
    const { recorders, load, frames, render, status } = engineOn([{}, {}]);
    await load();
    render();
    await until(() => frames() === 1);
    recorders[0]!.lose('reset');
    await until(() => frames() === 2);
    expect(recorders).toHaveLength(2);
    expect(status()).toMatchObject({ backend: 'webgpu' });
    expect(recorders[0]!.bytes).toBe(0);
  });

  it('reopens it after a loss in the middle of a frame', async () => {
    const { recorders, load, frames, render, status } = engineOn([{}, {}]);
    await load();
    const { queue } = recorders[0]!.device;
    queue.submit = () => {
      recorders[0]!.lose('reset');
      return undefined;
    };
    render();
    await until(() => frames() === 1);
    expect(recorders).toHaveLength(2);
    expect(status()).toMatchObject({ backend: 'webgpu' });
  });

  it.each(['forward', 'back'])('recomputes a gradient after a loss on its way %s', async (way) => {
    const { recorders, load, status, gradients } = engineOn([{}, {}]);
    await load();
    const never = new AbortController().signal;
    const ask = () => gradients.gradient([z()], [new Float32Array(8 * 8 * 3).fill(1)], 8, never);
    await ask();
    const [first] = recorders;
    const lose = () => void first!.lose('reset');
    if (way === 'forward') first!.device.queue.submit = lose as never;
    else first!.device.queue.onSubmittedWorkDone = async () => lose() as undefined;
    expect(await ask()).toHaveLength(1);
    expect(recorders).toHaveLength(2);
    expect(status()).toMatchObject({ backend: 'webgpu' });
    expect(first!.bytes).toBe(0);
  });

  it('continues with the next backend after a loss while the model is loaded', async () => {
    const losing: RecorderOptions = {
      refuses() {
        recorders[0]!.lose('reset');
        return undefined;
      },
    };
    const { recorders, load, frames, render, status } = engineOn([losing, losing]);
    await load();
    render();
    await until(() => frames() >= 1);
    expect(status()).toMatchObject({
      backend: 'wasm',
      notice: { message: expect.stringMatching(/GPU went away.*WASM instead\.$/) },
    });
  });

  it.each([
    [
      'a program that the driver refuses',
      { refuses: () => 'bad program' },
      /could not compile.*bad program.*WASM instead\.$/,
    ],
    ['too little memory', { memory: 5000 }, /not have enough memory.*WASM instead\.$/],
    [
      'a layer that is too large',
      { limits: { maxStorageBufferBindingSize: 4096 } },
      /in one piece.*b0\/conv0.*WASM instead\.$/,
    ],
  ])('continues with the next backend on %s, with one sentence', async (_, options, words) => {
    const { load, frames, render, status } = engineOn([options]);
    await load();
    render();
    await until(() => frames() === 1);
    expect(status()).toMatchObject({ backend: 'wasm', notice: { message: expect.stringMatching(words) } });
  });

  it('continues with the next backend on weights that are not numbers', async () => {
    const broken = layoutBundle([16, 16], { latent: 8, values: { 'rgb/kernel': Number.NaN } });
    const { load, frames, render, status, recorders } = engineOn([{}], broken);
    await load();
    render();
    await until(() => frames() === 1);
    expect(status()).toMatchObject({
      backend: 'wasm',
      notice: { message: expect.stringMatching(/rgb\/kernel.*not finite.*WASM instead\.$/) },
    });
    expect(recorders[0]!.bytes).toBe(0);
  });
});
