/** The first frames of a film, and an estimate of its size and time. */
import { throwIfCancelled } from '../../../base/errors.ts';
import type { FilmSettings } from '../../../export/film/contract.ts';
import { makeFilm } from '../../../export/film/film.ts';
import { isVideo } from '../../../export/film/limits.ts';
import { type FilmLook, paintFrame } from '../../../export/film/look.ts';
import type { FilmPlan } from '../../../store/select/film/filmPlan.ts';
import { sameNetwork } from '../../../store/select/network/sameNetwork.ts';
import type { NetworkState } from '../../../store/state/network.ts';
import type { Session } from '../../session.ts';
import { renderFrames } from './filmFrames.ts';
import { filmLook, filmSettings, planOf } from './filmSettings.ts';

export interface FilmPreview {
  /** The first frames, no larger than they are shown. */
  frames: ImageBitmap[];
  fps: number;
}

export interface FilmEstimate {
  bytes: number;
  /** How long the whole film will take to make. */
  seconds: number;
}

/** How many frames are made for a preview and an estimate. */
const firstFrames = 12;
/** The longer side of a preview is no longer than this, in pixels. */
const previewSide = 480;
/** A video has a key frame every so many seconds (`encoders/video.ts`). */
const keySeconds = 2;
const fewFrames = 3;

interface Rendered {
  model: string | undefined;
  source: FilmPlan['source'];
  /** The changes inside the network in each of them. */
  networks: NetworkState[];
  zs: Float32Array[];
  images: ImageBitmap[];
  /** Seconds per picture. */
  each: number;
}

/** The last rendered pictures: another format or size needs no new ones. */
let last: Rendered | null = null;

/** Renders the first frames, painted as in the film. @throws CANCELLED, EXPORT_FAILED, and any error of the engine */
export async function previewFilm(session: Session, signal: AbortSignal): Promise<FilmPreview> {
  const state = session.store.getState();
  const plan = planOf(state);
  const settings = filmSettings(state, plan, null);
  const look = filmLook(state, plan, settings.alpha);
  const { images } = await firstPictures(session, plan, signal);
  const scale = Math.min(1, previewSide / Math.max(settings.width, settings.height));
  const size = [Math.round(settings.width * scale), Math.round(settings.height * scale)] as const;
  return { frames: images.map((image) => painted(image, ...size, look)), fps: plan.fps };
}

/** Makes a film of the first frames, to estimate the size of the whole film and the time it will take. */
export async function estimateFilm(session: Session, signal: AbortSignal): Promise<FilmEstimate> {
  const state = session.store.getState();
  const plan = planOf(state);
  const settings = filmSettings(state, plan, null);
  const look = filmLook(state, plan, settings.alpha);
  const { images, each } = await firstPictures(session, plan, signal);
  // With a limit on the bytes, the first frames alone would be made as large as the whole film may be.
  const free = settings.gif ? { ...settings, gif: { ...settings.gif, mostBytes: null } } : settings;
  const trial = async (count: number) => {
    const copies = await Promise.all(images.slice(0, count).map((image) => createImageBitmap(image)));
    const of: FilmSettings = { ...free, frames: copies.length };
    return makeFilm(copies, { settings: of, look, place: { kind: 'kept' }, signal });
  };
  const few = isVideo(settings.format) ? (await trial(Math.min(fewFrames, images.length))).bytes : 0;
  const begun = performance.now();
  const { bytes } = await trial(images.length);
  const encoding = (performance.now() - begun) / 1000 / images.length;
  return {
    bytes: Math.min(settings.gif?.mostBytes ?? Infinity, expectedBytes(bytes, few, images.length, settings)),
    seconds: (each + encoding) * plan.frames,
  };
}

/** Extrapolates from some frames to all; a video's first frame is a key frame and larger than those that follow. */
function expectedBytes(
  bytes: number,
  few: number,
  made: number,
  { frames, fps, format }: FilmSettings,
): number {
  if (!isVideo(format) || made <= fewFrames) return (bytes / made) * frames;
  const following = Math.max(0, bytes - few) / (made - fewFrames);
  const key = Math.max(0, few - following * fewFrames);
  return following * frames + key * Math.ceil(frames / fps / keySeconds);
}

async function firstPictures(session: Session, plan: FilmPlan, signal: AbortSignal): Promise<Rendered> {
  const model = session.store.getState().model?.id;
  const count = Math.min(firstFrames, plan.frames);
  const zs = Array.from({ length: count }, (_, frame) => plan.at(frame));
  const networks = zs.map((_, frame) => plan.changesAt?.(frame) ?? plan.network);
  const known = last;
  const { source } = plan;
  const same =
    known?.model === model &&
    known?.source === source &&
    known?.networks.length === count &&
    known.networks.every((network, frame) => sameNetwork(network, networks[frame]!));
  if (known && same && sameLatents(known.zs, zs)) return known;
  const begun = performance.now();
  const queue = renderFrames(session, { ...plan, frames: count, at: (frame) => zs[frame]! }, signal);
  const images: ImageBitmap[] = [];
  try {
    for await (const image of queue) images.push(image);
    throwIfCancelled(signal);
  } catch (error) {
    for (const image of images) image.close();
    throw error;
  } finally {
    queue.abandon();
  }
  for (const image of last?.images ?? []) image.close();
  const rendered = {
    ...{ model, source, networks },
    zs,
    images,
    each: (performance.now() - begun) / 1000 / count,
  };
  last = rendered;
  return rendered;
}

function sameLatents(one: readonly Float32Array[], other: readonly Float32Array[]): boolean {
  return (
    one.length === other.length &&
    one.every((z, i) => z === other[i] || z.every((value, k) => value === other[i]![k]))
  );
}

function painted(image: ImageBitmap, width: number, height: number, look: FilmLook): ImageBitmap {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  if (context) paintFrame(context, image, width, height, look);
  return canvas.transferToImageBitmap();
}
