/** A generator that outlives its threads: when one of them is lost, the same model continues with fewer. */
import type { Generator, Gradients, Pictures, Preview } from '../../backend.ts';
import type { WasmGenerator } from '../generator.ts';
import { ThreadLost } from '../memory/machine.ts';

/**
 * Makes such a generator.
 * @param make makes the generator. When a thread was lost, it is called again, and the failed call repeated.
 * @param onLost called before that.
 * @throws whatever `make` throws.
 */
export async function survivingThreadLoss(
  make: () => Promise<WasmGenerator>,
  onLost: () => Promise<void>,
): Promise<WasmGenerator> {
  let current: WasmGenerator;
  let remaking: Promise<void> | undefined;
  let disposed = false;

  async function remake(lost: WasmGenerator | undefined): Promise<void> {
    if (lost !== undefined && lost !== current) return; // another call has already handled it
    remaking ??= onLost()
      .then(make)
      .then((made) => {
        lost?.dispose();
        current = made;
        // Nobody will ask for this new generator, and its threads are needed elsewhere.
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
    get gradients(): Gradients {
      return {
        resolutions: current.gradients.resolutions,
        picture: (...of) => attempt(({ gradients }) => gradients.picture(...of)),
        gradient: (...of) => attempt(({ gradients }) => gradients.gradient(...of)),
      };
    },
    inside: {
      // The lost generator held the prepared changes, so its pictures are requested anew each time.
      async pictures(changes, gap) {
        const found = await attempt(({ inside }) => inside.pictures(changes, gap));
        return againAfterLoss(found, (work) =>
          attempt(async ({ inside }) => work(await inside.pictures(changes))),
        );
      },
      featureMaps: (...of) => attempt(({ inside }) => inside.featureMaps(...of)),
      signal: (...of) => attempt(({ inside }) => inside.signal(...of)),
    },
    memory: () => current.memory(),
  };
}

/** Repeats a picture after a loss. @param attempt gives the work the pictures of a generator with all its threads alive. */
function againAfterLoss(
  { previews, renderPixels }: Pictures,
  attempt: <T>(work: (pictures: Pictures) => Promise<T>) => Promise<T>,
): Pictures {
  return {
    renderImage: (...of) => attempt((pictures) => pictures.renderImage(...of)),
    ...(renderPixels && { renderPixels: (...of) => attempt((pictures) => pictures.renderPixels!(...of)) }),
    renderBatch: (...of) => attempt((pictures) => pictures.renderBatch(...of)),
    raw: (...of) => attempt((pictures) => pictures.raw(...of)),
    ...(previews && {
      previews: previews.map((preview, i) => ({
        ...preview,
        render: (z) => attempt((pictures) => pictures.previews![i]!.render(z)),
      })),
    }),
  };
}
