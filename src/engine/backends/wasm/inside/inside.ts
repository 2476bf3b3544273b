/** The inside of a ProGAN on the kernels. Its memory is allocated at the first request. */
import { ZscapeError } from '../../../../base/errors.ts';
import type { LoadedBundle } from '../../../../bundle/read/reader.ts';
import type { NetworkChanges, RawImage } from '../../../contract.ts';
import type { Gap, Inside, Pictures, Preview } from '../../backend.ts';
import { checkLatent, normalised } from '../../latent.ts';
import { toPixels } from '../../pixels.ts';
import { mapLayerNames, toRgbName } from '../../progan/layers.ts';
import { bitmapOf, drawnPictures } from '../pictures.ts';
import type { Head } from '../plan/heads.ts';
import { InsidePrograms } from '../plan/insidePrograms.ts';
import { readMaps } from '../plan/maps.ts';
import type { Network } from '../plan/network.ts';
import { Parts } from '../plan/parts.ts';
import type { Program } from '../plan/program.ts';
import { Faces } from './faces.ts';
import { enlarged, faded, type Growth, growthHeads } from './growth.ts';
import type { DrawEarly, EarlyStages } from './growthNetwork.ts';
import { layersChanged } from './layersChanged.ts';
import { LayerTimes, layerSignals } from './signal.ts';

/** Changes that change nothing. */
const unchanged: NetworkChanges = { maps: [], withoutNorm: [], mix: null, growth: null };

/** What draws a growth. */
interface Grown extends Growth {
  /** Draw all of it, or its lower picture, where the growth network does. */
  early?: { whole?: DrawEarly; lower?: DrawEarly } | undefined;
}

/** Makes the inside of a network available. @param previews of the unchanged network. */
export function wasmInside(
  bundle: LoadedBundle,
  network: Network,
  previews: readonly Preview[],
  stages: EarlyStages,
): Inside {
  const { manifest } = bundle;
  const { generator, image } = manifest;
  if (generator.family !== 'progan')
    throw new ZscapeError('BUNDLE_INVALID', `${manifest.title} is no ProGAN.`);
  const { machine, inside: places, plan } = network;
  const { latentNorm } = generator;
  const names = mapLayerNames(plan);
  // One for all programs, because they write the same pictures.
  const parts = new Parts(machine);
  const faces = new Faces(machine, places, run);
  const times = new LayerTimes(machine);
  let made: InsidePrograms | undefined;
  let inForce: { changes: NetworkChanges; pictures: Pictures } | undefined;

  function programs(): InsidePrograms {
    if (made) return made;
    grow(places.pages);
    places.write(machine);
    made = new InsidePrograms(machine, places);
    return made;
  }

  function grow(pages: number): void {
    try {
      machine.grow(pages);
    } catch (error) {
      // Frames continue in the existing memory.
      if (error instanceof ZscapeError && error.code === 'OUT_OF_MEMORY')
        throw new ZscapeError('NETWORK_UNAVAILABLE', error.message, { cause: error });
      throw error;
    }
  }

  async function run<T>(z: Float32Array, program: Program, take: () => T, gap?: Gap): Promise<T> {
    checkLatent(z, bundle);
    const latent = latentNorm ? normalised(z, latentNorm.epsilon) : z;
    return parts.run(program, () => machine.floats(network.latent, z.length).set(latent), take, gap);
  }

  /** Copies the output of a head. */
  function valuesOf({ values, size }: Head): RawImage {
    const { channels } = image;
    const data = machine.floats(values, size * size * channels).slice();
    return { data, width: size, height: size, channels };
  }

  function bytes(z: Float32Array, program: Program, gap?: Gap): Promise<Uint8ClampedArray<ArrayBuffer>> {
    const { pixels, size } = program.head;
    return run(z, program, () => new Uint8ClampedArray(machine.bytes(pixels, 4 * size * size)), gap);
  }

  /** Computes a growth's picture, not yet enlarged to the network's own size. */
  async function grown(z: Float32Array, program: Program, growth: Grown, gap?: Gap): Promise<RawImage> {
    const { head, lower, alpha, early } = growth;
    if (early?.whole) return early.whole(z, gap);
    const earlier = await early?.lower?.(z, gap);
    const take = () => {
      const below = earlier ?? (lower && valuesOf(lower.shown));
      const picture = valuesOf(head.shown);
      return below ? faded(below, picture, alpha) : picture;
    };
    return run(z, program, take, gap);
  }

  function picturesOf(of: InsidePrograms, growth: Grown | null): Pictures {
    const { width } = image;
    if (growth)
      return drawnPictures({
        image,
        async bytes(z, gap) {
          const small = await grown(z, of.growth, growth, gap);
          return toPixels(enlarged(small, width), image.range);
        },
        values: async (z, gap) => enlarged(await grown(z, of.growth, growth, gap), width),
      });
    return {
      ...drawnPictures({
        image,
        bytes: (z, gap) => bytes(z, of.full, gap),
        values: (z, gap) => run(z, of.full, () => valuesOf(of.full.head), gap),
      }),
      previews: previews.map(({ resolution, share }, i) => ({
        ...{ resolution, share },
        render: async (z: Float32Array) =>
          bitmapOf(await bytes(z, of.previews[i]!), resolution, resolution, image),
      })),
    };
  }

  async function pictures(changes: NetworkChanges, gap?: Gap): Promise<Pictures> {
    if (inForce?.changes === changes) return inForce.pictures;
    const of = programs();
    const growth = changes.growth && growthHeads(changes.growth, places);
    const early = await stages.partOf(changes.growth);
    if (changes.maps.some((change) => 'held' in change)) grow(places.pagesWithPlanes);
    // Pictures with the previous changes may be computed in the gaps, so their data stays untouched until everything is
    // ready.
    const borrowed = await faces.borrowed(changes, names, of, gap);
    of.change(layersChanged(changes, borrowed, names, places, machine));
    if (growth) of.grow(growth.head, growth.lower);
    inForce = { changes, pictures: picturesOf(of, growth && { ...growth, early }) };
    return inForce.pictures;
  }

  return {
    pictures,
    async featureMaps(z, layer, changes, gap) {
      const i = names.indexOf(layer);
      if (i < 0 && layer !== toRgbName)
        throw new ZscapeError('NETWORK_UNAVAILABLE', `${manifest.title} has no layer ${layer}.`);
      await pictures(changes ?? unchanged, gap);
      const of = programs();
      if (i < 0) return mapsOf(await run(z, of.full, () => valuesOf(of.full.head), gap));
      const { source, count: channels } = places.maps[i]!;
      const take = () => readMaps(machine, source, 0, channels);
      return {
        data: await run(z, of.changed[i]!, take, gap),
        ...{ channels, width: source.size, height: source.size },
      };
    },
    async signal(z, gap) {
      return layerSignals(z, names, programs(), places, machine, times, run, gap);
    },
  };
}

/** Splits a picture's colours into maps. */
function mapsOf({ data, width, height, channels }: RawImage) {
  const maps = new Float32Array(data.length);
  const pixels = width * height;
  for (let c = 0; c < channels; c++)
    for (let i = 0; i < pixels; i++) maps[c * pixels + i] = data[i * channels + c]!;
  return { data: maps, width, height, channels };
}
