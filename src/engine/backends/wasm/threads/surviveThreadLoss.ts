/** A generator that outlives its threads: when one of them is lost, the same model goes on with fewer. */
import type { Generator, Preview } from '../../backend.ts';
import type { WasmGenerator } from '../generator.ts';
import { ThreadLost } from '../memory/machine.ts';

/**
 * @param make makes the generator; called again, and the call that failed repeated, when a thread was lost.
 * @param onLost called before that.
 * @throws what `make` throws.
 */
export async function survivingThreadLoss(
  make: () => Promise<WasmGenerator>,
  onLost: () => Promise<void>,
): Promise<WasmGenerator> {
  let current: WasmGenerator;
  let remaking: Promise<void> | undefined;
  let disposed = false;

  async function remake(lost: WasmGenerator | undefined): Promise<void> {
    if (lost !== undefined && lost !== current) return; // another call has met it already
    remaking ??= onLost()
      .then(make)
      .then((made) => {
        lost?.dispose();
        current = made;
        // Nobody will ask for what was made meanwhile, and its threads are wanted elsewhere.
        if (disposed) made.dispose();
      })
      .finally(() => {
        remaking = undefined;
      });
    return remaking;
  }

  async function attempt<T>(work: (generator: WasmGenerator) => Promise<T>): Promise<T> {
    const generator = current;
    try {
      return await work(generator);
    } catch (error) {
      if (!(error instanceof ThreadLost)) throw error;
      await remake(generator);
      return work(current);
    }
  }

  try {
    current = await make();
  } catch (error) {
    if (!(error instanceof ThreadLost)) throw error;
    await remake(undefined);
  }
  const own: Generator & Pick<WasmGenerator, 'renderPixels'> = {
    renderImage: (z, gap) => attempt((generator) => generator.renderImage(z, gap)),
    renderPixels: (z, gap) => attempt((generator) => generator.renderPixels(z, gap)),
    renderBatch: (zs, size, gap) => attempt((generator) => generator.renderBatch(zs, size, gap)),
    raw: (z, gap) => attempt((generator) => generator.raw(z, gap)),
    dispose: () => {
      disposed = true;
      current.dispose();
    },
  };
  return {
    ...own,
    get previews(): Preview[] {
      return (current.previews ?? []).map((preview, i) => ({
        ...preview,
        render: (z) => attempt((generator) => generator.previews![i]!.render(z)),
      }));
    },
    memory: () => current.memory(),
  };
}
