/** The sources of a model's attributes: its bundle, the user's taught ones, and those found without labels. */
import { isAbort, throwIfCancelled } from '../../base/errors.ts';
import { type LabelledDirection, readDirections } from '../../bundle/schema/directions.ts';
import type { BundleManifest } from '../../bundle/schema/manifest.ts';
import { pictureBytes } from '../../canvas/paint.ts';
import type { Engine } from '../../engine/contract.ts';
import type { EvenLatents } from '../../latent/direction/evenLatents.ts';
import { sampleZ } from '../../store/select/faces.ts';
import { classOf, inClass } from '../../store/select/space.ts';
import type { Attribute, AttributeGroup, AttributeShelf, Model } from '../../store/state/state.ts';
import { notify, settleNotices, type ZscapeStore } from '../../store/store.ts';
import { bundleUrl } from '../models/modelLoader.ts';
import type { Session } from '../session.ts';
import { keepFound, readFound } from './foundDirections.ts';
import { loadTaught } from './keepTaught.ts';
import { askMaths } from './maths/maths.ts';
import type { FoundDirection } from './maths/messages.ts';

interface Here {
  store: ZscapeStore;
  engine: Engine;
}

/**
 * How many directions of a group are shown: as many as a user can tell apart, and few enough that no name is the
 * beginning of another ("PCA 1", "PCA 10").
 */
const mostShown = 9;
/** How many closed-form directions span the space in which the pictures of a ProGAN are searched. */
const mostInWeights = 24;
/** Longest side, in pixels, of the pictures in which components are found. Finer details are not attributes of a face. */
const pictureSide = 16;
/** The longest time that rendering these pictures should take. */
const pictureSeconds = 20;
const fewestPictures = 64;

/**
 * Fills the shelf of the current model, unless that has been done. Earlier findings are kept in the browser; those from a
 * ProGAN's first layer are computed immediately. A source that fails is reported, and the others continue.
 */
export async function findAttributes(here: Here): Promise<void> {
  const { store } = here;
  const { model, attributes } = store.getState();
  if (!model || attributes?.model === model.id) return;
  store.setState({ attributes: { model: model.id, list: [], finding: null } });
  const isCurrent = () => store.getState().model === model;
  await Promise.all([
    loadTaught(store),
    settle(here, model, 'labelled', () => labelled(here, model)),
    settle(here, model, 'pca', async () => named('pca', (await readFound(model, 'pca')) ?? [])),
    settle(here, model, 'closed-form', async () =>
      named('closed-form', await inWeights(here.engine, model, isCurrent)),
    ),
  ]);
}

/**
 * Renders latents and finds what varies most among their pictures. The first layer of a ProGAN shows which directions of
 * z it responds to, so few pictures are enough: only the span of those directions is searched. (Components of the first
 * layer's own features would be the closed-form directions again.)
 */
export async function findInPictures(
  here: Pick<Session, 'store' | 'engine' | 'pictures'>,
  signal: AbortSignal,
): Promise<void> {
  const { model } = here.store.getState();
  if (!model) return;
  await settle(here, model, 'pca', async () => {
    const directions = await inPictures(here, model, signal);
    await keepFound(model, 'pca', directions);
    return named('pca', directions);
  });
}

/**
 * Finds the attributes that every page with this model finds in the same way, so that a link may name them. The engine
 * must have the model.
 */
export async function attributesEverywhere(here: Here, model: BundleManifest): Promise<Attribute[]> {
  const inLayer = await inWeights(here.engine, model, () => true);
  return [...(await labelled(here, model)), ...named('closed-form', inLayer)];
}

/** Finds the directions that the first layer's weights amplify most; none for a model whose first layer is unknown. */
async function inWeights(
  engine: Engine,
  model: BundleManifest,
  isCurrent: () => boolean,
): Promise<FoundDirection[]> {
  const { generator, latent } = model;
  if (generator.family !== 'progan') return [];
  const known = await readFound(model, 'closed-form');
  if (known) return known;
  const { data, shape } = await engine.weight(generator.blocks[0]!.conv0.kernel);
  const [, , size = 0, channels = 0] = shape;
  // Another model may have become the current one in the meantime.
  if (size !== latent.size || !isCurrent()) return [];
  const directions = await askMaths('closedForm', { kernel: data, size, channels, count: mostInWeights });
  await keepFound(model, 'closed-form', directions);
  return directions;
}

async function inPictures(
  here: Pick<Session, 'store' | 'engine' | 'pictures'>,
  model: Model,
  signal: AbortSignal,
): Promise<FoundDirection[]> {
  const { store, engine } = here;
  const { size, prior } = model.latent;
  const isCurrent = () => store.getState().model === model;
  const within = (await inWeights(engine, model, isCurrent)).map(({ direction }) => direction);
  const ms = Math.max(1, store.getState().engine?.ms ?? 100);
  const affordable = Math.max(fewestPictures, Math.round((1000 * pictureSeconds) / ms));
  const count = Math.min(within.length > 0 ? 8 * within.length : 2 * size, affordable);
  const { latents, seen } =
    prior === 'normal' && !model.cloud
      ? await askMaths('evenLatents', { count, size, within }, signal)
      : drawnLatents(count, model);
  const samples: Float32Array[] = [];
  progress(store, model, { group: 'pca', done: 0, total: count });
  const { face } = store.getState();
  const shown = face ? classOf(model, face.z) : undefined;
  await here.pictures.render(
    latents.map((z) => inClass(model, z, shown)),
    {
      size: pictureSide,
      signal,
      onImage: (index, image) => {
        samples[index] = coloursOf(pictureBytes(image, image.width, image.height));
        image.close();
        if (index % 8 === 7) progress(store, model, { group: 'pca', done: index + 1, total: count });
      },
    },
    'quiet',
  );
  throwIfCancelled(signal);
  return askMaths('components', { latents: seen, samples, count: mostShown }, signal);
}

/**
 * Draws the latents for finding directions. Those of a uniform prior or of a cloud cannot be spread evenly around a
 * sphere, so they are drawn at random.
 */
function drawnLatents(count: number, model: Model): EvenLatents {
  const latents = Array.from({ length: count }, (_, seed) => sampleZ(model, seed));
  return { latents, seen: latents };
}

/** Reads the labelled attributes in a model's bundle. */
export async function labelled({ store }: Pick<Here, 'store'>, model: BundleManifest): Promise<Attribute[]> {
  const entry = store.getState().catalogue?.find(({ id }) => id === model.id);
  if (!entry) return [];
  return (await readDirections(bundleUrl(entry), model)).map(attributeOf);
}

function attributeOf({
  name,
  group,
  low,
  high,
  first,
  vector,
  accuracy,
  step,
}: LabelledDirection): Attribute {
  return {
    id: `labelled:${name}`,
    name,
    group: 'labelled',
    heading: group,
    ends: low !== undefined && high !== undefined ? [low, high] : undefined,
    first,
    direction: vector,
    accuracy: accuracy && {
      share: accuracy.share,
      interval: [accuracy.low, accuracy.high],
      total: accuracy.samples,
    },
    effect: step && { kind: 'step', ...step },
  };
}

const titles: Record<'pca' | 'closed-form', string> = { pca: 'PCA', 'closed-form': 'SeFa' };

function named(group: 'pca' | 'closed-form', directions: readonly FoundDirection[]): Attribute[] {
  return directions.slice(0, mostShown).map(({ direction, share }, index) => ({
    id: `${group}:${index + 1}`,
    name: `${titles[group]} ${index + 1}`,
    group,
    direction,
    effect: { kind: group === 'pca' ? 'variance' : 'gain', share },
  }));
}

/**
 * Runs a search and adds its results to the model's attributes, unless another model has become the current one in the
 * meantime.
 */
async function settle(
  { store }: Here,
  model: BundleManifest,
  group: AttributeGroup,
  search: () => Promise<Attribute[]>,
): Promise<void> {
  progress(store, model, { group, done: 0, total: 0 });
  settleNotices(store, 'attributes');
  try {
    const attributes = await search();
    changeShelf(store, model, ({ list }) => ({
      list: [...list.filter((one) => one.group !== group), ...attributes].sort(byGroup),
    }));
  } catch (error) {
    if (!isAbort(error)) notify(store, error, 'error', 'attributes');
  } finally {
    changeShelf(store, model, ({ finding }) => (finding?.group === group ? { finding: null } : {}));
  }
}

const order: readonly AttributeGroup[] = ['labelled', 'taught', 'pca', 'closed-form'];

function byGroup(one: Attribute, other: Attribute): number {
  return order.indexOf(one.group) - order.indexOf(other.group);
}

function progress(store: ZscapeStore, model: BundleManifest, finding: AttributeShelf['finding']): void {
  changeShelf(store, model, () => ({ finding }));
}

function changeShelf(
  store: ZscapeStore,
  model: BundleManifest,
  change: (shelf: AttributeShelf) => Partial<AttributeShelf>,
): void {
  store.setState((state) => {
    const { attributes } = state;
    if (state.model?.id !== model.id || attributes?.model !== model.id) return {};
    return { attributes: { ...attributes, ...change(attributes) } };
  });
}

/** Converts RGBA bytes to numbers, without alpha: float32 [3 * pixels]. */
function coloursOf(bytes: Uint8ClampedArray): Float32Array {
  const colours = new Float32Array((bytes.length / 4) * 3);
  for (let pixel = 0; pixel < bytes.length / 4; pixel++)
    for (let c = 0; c < 3; c++) colours[3 * pixel + c] = bytes[4 * pixel + c]!;
  return colours;
}
