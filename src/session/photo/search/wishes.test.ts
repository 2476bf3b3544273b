/** Both halves of the search's engine, with copies of every message between them, as between a page and its worker. */
import { expect, it } from 'vitest';
import { ZscapeError } from '../../../base/errors.ts';
import type { ProjectionEngine } from '../../../latent/projection/contract.ts';
import { Grants } from './grants.ts';
import type { SearchNews, SearchOrder } from './messages.ts';
import { Wishes } from './wishes.ts';

const squares: ProjectionEngine = {
  sizes: async () => [2, 4],
  pictures: async (zs, resolution) =>
    zs.map((z) => ({ data: z.slice(), width: resolution, height: 1, channels: 1 })),
  gradient: async (zs, loss) => {
    const found: Float32Array[] = [];
    for (const [index, z] of zs.entries())
      found.push(await loss({ data: z.slice(), width: 2, height: 1, channels: 1 }, index));
    return found;
  },
};

function join(engine: Partial<ProjectionEngine> = {}) {
  const over = new AbortController();
  const wishes: Wishes = new Wishes((news) =>
    setTimeout(() => grants.take(structuredClone(news) as SearchNews)),
  );
  const grants: Grants = new Grants(
    { ...squares, ...engine },
    (order, transfer) => {
      const copy = structuredClone(order, { transfer: transfer ?? [] }) as SearchOrder;
      setTimeout(() => wishes.take(copy));
    },
    over.signal,
  );
  return { wishes, over };
}

const z = (...values: number[]) => Float32Array.from(values);

it('pictures, sizes and gradients arrive as the engine returns them', async () => {
  const { wishes } = join();
  expect(await wishes.sizes()).toEqual([2, 4]);
  expect((await wishes.pictures([z(1, 2)], 4))[0]).toMatchObject({ data: z(1, 2), width: 4 });
  const double = wishes.gradient(
    [z(1, 2), z(3, 4)],
    ({ data }, index) => data.map((value) => value * (index + 2)),
    2,
  );
  expect(await double).toEqual([z(2, 4), z(9, 12)]);
});

it('failures arrive unchanged, whether of the engine or of the loss', async () => {
  const failure = new ZscapeError('DEVICE_LOST', 'It is gone.');
  const { wishes } = join({ sizes: () => Promise.reject(failure) });
  await expect(wishes.sizes()).rejects.toMatchObject({ code: 'DEVICE_LOST', message: 'It is gone.' });
  const broken = () => {
    throw new ZscapeError('ENGINE_FAILED', 'No number.');
  };
  await expect(wishes.gradient([z(1)], broken, 2)).rejects.toMatchObject({ message: 'No number.' });
});

it('nothing waits for an abandoned request, and a search that is over requests no more losses', async () => {
  const abort = new AbortController();
  const { wishes, over } = join({ sizes: () => new Promise(() => {}) });
  const asked = wishes.pictures([z(1)], 2, abort.signal);
  abort.abort();
  await expect(asked).rejects.toMatchObject({ code: 'CANCELLED' });
  const never = wishes.gradient([z(1)], () => new Promise(() => {}), 2);
  setTimeout(() => over.abort(), 20);
  await expect(never).rejects.toMatchObject({ code: 'CANCELLED' });
});
