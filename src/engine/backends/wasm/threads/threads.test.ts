/** The same pictures on many threads: in Node's own workers, which run the kernels as a browser's do. */
import { Worker } from 'node:worker_threads';
import { afterAll, expect, test } from 'vitest';
import type { ProganGenerator } from '../../../../bundle/schema/manifest.ts';
import type { NetworkChanges } from '../../../contract.ts';
import { largestDifference } from '../../../testing/node.ts';
import { latents } from '../../../testing/tinyBundle.ts';
import { referenceGradient } from '../../progan/testing/referenceGradient.ts';
import { proganGenerator, type WasmGenerator } from '../generator.ts';
import * as at from '../layout.ts';
import type { Machine } from '../memory/machine.ts';
import { compileKernels, type Kernels } from '../modules.ts';
import { kinds } from '../plan/kinds.ts';
import { layOut } from '../plan/network.ts';
import { loadedBundle } from '../testing/bundle.ts';
import { start } from '../wasm.ts';
import { Pool, type Thread, type ThreadTask } from './pool.ts';

/** `thread.worker.ts` for Node's workers. */
const script = `
  const { parentPort } = require('node:worker_threads');
  parentPort.on('message', ({ module, memory, thread }) => {
    new WebAssembly.Instance(module, { env: { memory } }).exports.work(thread);
    parentPort.postMessage('left');
  });
  parentPort.postMessage('ready');`;

const workers: Worker[] = [];
function spawn(source = script): Promise<Thread> {
  const worker = new Worker(source, { eval: true });
  workers.push(worker);
  const thread: Thread = {
    postMessage: (task: ThreadTask) => worker.postMessage(task),
    terminate: () => void worker.terminate(),
  };
  return new Promise((resolve, reject) => {
    worker.once('message', () => resolve(thread));
    worker.once('error', reject);
  });
}
afterAll(() => Promise.all(workers.map((worker) => worker.terminate())));

const bundle = loadedBundle({ latent: 24, channels: [40, 32, 24, 16, 8] });
const common = {
  manifest: bundle.manifest,
  generator: bundle.manifest.generator as ProganGenerator,
  weights: bundle.weights,
};

test.each([2, 4])(
  'gradients on %i threads, in memory that grew under them, match the reference',
  async (count) => {
    const pool = await Pool.start(count - 1, () => spawn());
    const shared = (await compileKernels(true)) as Kernels;
    const generator = proganGenerator(bundle, shared, count, (machine) => pool.attach(machine));
    const size = bundle.manifest.image.width;
    const d = Float32Array.from({ length: size * size * 3 }, (_, i) => Math.sin(i));
    const [z] = latents(24, 1);
    const expected = referenceGradient(bundle, z!, d);
    const scale = Math.max(...expected.map(Math.abs));
    // Both ways of `sharing.ts` take turns.
    for (let i = 0; i < 12; i++) {
      const found = await generator.gradients.gradient(z!, d, size);
      expect(largestDifference(found, expected) / scale).toBeLessThan(1e-4);
    }
    generator.dispose();
    pool.dispose();
  },
  60_000,
);

test.each([2, 4])(
  'on %i threads changed pictures, maps and levels match those of one thread, and never vary',
  async (count) => {
    const [z, other] = latents(24, 2) as [Float32Array, Float32Array];
    const changes: NetworkChanges = {
      maps: [
        { layer: '8x8/conv1', map: 3, gain: -2 },
        { layer: '16x16/conv0', map: 5, held: other },
        { layer: '64x64/conv1', map: 1, gain: 3 },
      ],
      ...{ withoutNorm: ['16x16/conv1'], mix: { after: '8x8/conv0', z: other }, growth: null },
    };
    const seenBy = async ({ inside }: WasmGenerator) => {
      const signal = await inside.signal(z);
      return {
        picture: (await (await inside.pictures(changes)).raw(z)).data,
        maps: (await inside.featureMaps(z, '32x32/conv1', changes)).data,
        levels: signal.map(({ norm, withoutNorm }) => [norm, withoutNorm]),
      };
    };
    const alone = await seenBy(
      proganGenerator(bundle, (await compileKernels(false)) as Kernels, 1, () => {}),
    );
    const pool = await Pool.start(count - 1, () => spawn());
    const shared = (await compileKernels(true)) as Kernels;
    const generator = proganGenerator(bundle, shared, count, (machine) => pool.attach(machine));
    const first = await seenBy(generator);
    // With more threads some layers use other schemes.
    expect(largestDifference(first.picture, alone.picture)).toBeLessThan(1e-4);
    expect(largestDifference(first.maps, alone.maps)).toBeLessThan(1e-4);
    expect(largestDifference(first.levels.flat(), alone.levels.flat())).toBeLessThan(1e-4);
    // Both ways of `sharing.ts` take turns.
    for (let i = 0; i < 12; i++) expect(await seenBy(generator)).toEqual(first);
    generator.dispose();
    pool.dispose();
  },
  60_000,
);

test.each([2, 3, 5])(
  'on %i threads every frame equals that of one thread bit for bit',
  async (count) => {
    const alone = layOut({ ...common, kernels: (await compileKernels(false)) as Kernels, threads: 1 });
    const pool = await Pool.start(count - 1, () => spawn());
    const shared = (await compileKernels(true)) as Kernels;
    const together = layOut({
      ...common,
      kernels: shared,
      threads: count,
      attach: (machine) => pool.attach(machine),
      // The order of a kind's sums depends on the kind alone.
      choose: (up, shape) => {
        const taken = alone.convolutions.find(
          (other) => other.kind.up === up && other.shape.size === shape.size,
        );
        return taken?.kind ?? kinds[0];
      },
    });
    for (const z of latents(24, 20)) {
      for (const { machine, latent, full } of [alone, together]) {
        machine.floats(latent, z.length).set(z);
        machine.run(full.address, full.steps.length);
      }
      const length = alone.full.head.size ** 2 * 3;
      expect(together.machine.floats(together.full.head.values, length)).toEqual(
        alone.machine.floats(alone.full.head.values, length),
      );
    }
    pool.dispose();
  },
  60_000,
);

test('threads leave a machine that dismisses them and help the next one', async () => {
  const pool = await Pool.start(1, () => spawn());
  const kernels = (await compileKernels(true)) as Kernels;
  const make = () => layOut({ ...common, kernels, threads: 2, attach: (machine) => pool.attach(machine) });
  const worker = workers.at(-1)!;
  const left = () => new Promise((resolve) => worker.once('message', resolve));
  for (let i = 0; i < 3; i++) {
    const network = make();
    network.machine.run(network.full.address, network.full.steps.length);
    const gone = left();
    network.machine.quit();
    expect(await gone).toBe('left');
  }
  pool.dispose();
}, 60_000);

test('threads leave a network whose weights turn out not to fit', async () => {
  const pool = await Pool.start(1, () => spawn());
  const kernels = (await compileKernels(true)) as Kernels;
  const worker = workers.at(-1)!;
  const gone = new Promise((resolve) => worker.once('message', resolve));
  const misfit = structuredClone(common.generator);
  misfit.blocks[2]!.conv1.kernel = misfit.blocks[2]!.conv0.kernel;
  const attach = (machine: Machine) => pool.attach(machine);
  expect(() => layOut({ ...common, generator: misfit, kernels, threads: 2, attach })).toThrow(
    /has the shape/,
  );
  expect(await gone).toBe('left');
  pool.dispose();
}, 60_000);

/** Like `script`, but dies of its first task: takes the ticket and never comes back. */
const mortal = `
  const { parentPort } = require('node:worker_threads');
  parentPort.on('message', ({ memory }) => {
    const tickets = new BigInt64Array(memory.buffer, 0, 1);
    const words = new Int32Array(memory.buffer);
    for (;;) {
      const ticket = Atomics.load(tickets, 0);
      const [front, back, sequence] = [ticket & 0xffffn, (ticket >> 16n) & 0xffffn, ticket >> 32n].map(Number);
      const index = sequence - Atomics.load(words, ${at.BASE / 4});
      const step = Atomics.load(words, ${at.PROGRAM / 4}) + ${at.STEP_BYTES} * index;
      if (index < 0 || front + back >= words[(step + ${at.STEP_TASKS}) / 4]) continue;
      if (Atomics.compareExchange(tickets, 0, ticket, ticket + 1n) === ticket) process.exit();
    }
  });
  parentPort.postMessage('ready');`;

test('when a thread dies of a task, the machine reports it, and the backend continues with one thread', async () => {
  const isolated = Object.getOwnPropertyDescriptor(globalThis, 'crossOriginIsolated');
  Object.defineProperty(globalThis, 'crossOriginIsolated', { value: true, configurable: true });
  const alone = await start({ threads: 1 });
  const backend = await start({ threads: 2, spawn: () => spawn(mortal) });
  const generator = await backend.load(bundle);
  const [z] = latents(24, 1);
  const expected = await (await alone.load(bundle)).raw(z!);
  // The thread takes its task as soon as it runs; every picture before, during and after that frame is whole.
  for (let frame = 0; frame < 10_000 && !backend.notice; frame++) {
    const { data } = await generator.raw(z!);
    expect(largestDifference(data, expected.data)).toBeLessThan(1e-4);
  }
  expect(backend.notice).toMatch(/continues on one thread.*ended one/);
  expect(backend.detail).toMatch(/1 thread$/);
  expect(await generator.raw(z!)).toEqual(expected);
  expect(await (await backend.load(bundle)).raw(z!)).toEqual(expected);
  backend.dispose();
  alone.dispose();
  if (isolated) Object.defineProperty(globalThis, 'crossOriginIsolated', isolated);
  else Reflect.deleteProperty(globalThis, 'crossOriginIsolated');
}, 60_000);

test('a thread that does not start is an error, and the others end', async () => {
  let started = 0;
  let ended = 0;
  const thread: Thread = { postMessage() {}, terminate: () => void ended++ };
  const some = () => (started++ === 1 ? Promise.reject(new Error('refused')) : Promise.resolve(thread));
  await expect(Pool.start(3, some)).rejects.toThrow('refused');
  expect(ended).toBe(2);
});
