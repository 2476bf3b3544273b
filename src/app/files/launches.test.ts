import { expect, it } from 'vitest';
import { model } from '../../session/testing/tinyModel.ts';
import { sampleFace } from '../../store/select/faces.ts';
import { createZscapeStore } from '../../store/store.ts';
import { type LaunchQueue, takeLaunches } from './launches.ts';
import { pageOpened } from './pageOpened.ts';

type Consumer = Parameters<LaunchQueue['setConsumer']>[0];

/** A queue like Chromium's: launches wait until there is a consumer. */
class Queue implements LaunchQueue {
  readonly #waiting: Parameters<Consumer>[0][] = [];
  #consumer: Consumer | undefined;

  setConsumer(consumer: Consumer): void {
    this.#consumer = consumer;
    for (const launch of this.#waiting.splice(0)) consumer(launch);
  }

  launch(...files: (File | Error)[]): void {
    const handles = files.map((file) => ({
      getFile: () => (file instanceof Error ? Promise.reject(file) : Promise.resolve(file)),
    }));
    const launch = { files: handles };
    if (this.#consumer) this.#consumer(launch);
    else this.#waiting.push(launch);
  }
}

const settled = () => new Promise((resolve) => setTimeout(resolve));

function begin(ready: Promise<unknown> = Promise.resolve()) {
  const queue = new Queue();
  const opened: string[][] = [];
  const failures: unknown[] = [];
  const take = () =>
    takeLaunches(
      queue,
      ready,
      async (files) => {
        await settled();
        opened.push(files.map(({ name }) => name));
      },
      (error) => failures.push(error),
    );
  return { queue, opened, failures, take };
}

it('opens what the app was launched with before it ran, and then what comes later, one launch after the other', async () => {
  const { queue, opened, take } = begin();
  queue.launch(new File([], 'face.png'));
  take();
  queue.launch(new File([], 'model.json'), new File([], 'shard.bin'));
  queue.launch();
  await expect.poll(() => opened).toEqual([['face.png'], ['model.json', 'shard.bin']]);
});

it('goes on after a file that is gone', async () => {
  const { queue, opened, failures, take } = begin();
  take();
  queue.launch(new DOMException('gone', 'NotFoundError'));
  queue.launch(new File([], 'mine.zscape.json'));
  await expect.poll(() => opened).toEqual([['mine.zscape.json']]);
  expect(failures).toHaveLength(1);
});

it('waits until the page has opened, for a file must not be overtaken by what the page begins with', async () => {
  const store = createZscapeStore();
  const { queue, opened, take } = begin(pageOpened(store));
  take();
  queue.launch(new File([], 'face.png'));
  store.setState({ catalogue: [], loading: { id: 'tiny', title: 'Tiny', progress: null } });
  await settled();
  store.setState({ model, face: sampleFace(model, 1) });
  await settled();
  expect(opened).toEqual([]);
  store.setState({ loading: null });
  await expect.poll(() => opened).toEqual([['face.png']]);
});

it('opens files on a page whose model could not be loaded, too', async () => {
  const store = createZscapeStore();
  const { queue, opened, take } = begin(pageOpened(store));
  take();
  queue.launch(new File([], 'model.zip'));
  store.setState({ catalogue: [], notLoaded: { title: null, reason: { code: 'NETWORK', message: 'No.' } } });
  await expect.poll(() => opened).toEqual([['model.zip']]);
});

it('does nothing in a browser without launches', () => {
  expect(() =>
    takeLaunches(
      undefined,
      Promise.resolve(),
      () => undefined,
      () => undefined,
    ),
  ).not.toThrow();
});
