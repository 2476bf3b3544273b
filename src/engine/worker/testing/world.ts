/** A controller whose backends, downloads and clock are controlled by the test; everything else is real. */
import { expect } from 'vitest';
import { ZscapeError } from '../../../base/errors.ts';
import type { LoadedBundle } from '../../../bundle/read/reader.ts';
import type { Backend, Gap, Generator, Gradients, Inside } from '../../backends/backend.ts';
import type { BackendName, LoadProgress, NetworkChanges } from '../../contract.ts';
import type { EngineEvent } from '../../protocol.ts';
import { bundleOf } from '../../testing/node.ts';
import { tinyBundle } from '../../testing/tinyBundle.ts';
import { Controller } from '../controller.ts';

/** A picture that remembers its origin and whether it was closed. */
export interface Picture {
  from: string;
  z0: number;
  closed: boolean;
  close(): void;
}

export class World {
  readonly said: EngineEvent[] = [];
  readonly progress: LoadProgress[] = [];
  /** Pictures of batches. */
  readonly images: { index: number; image: ImageBitmap }[] = [];
  readonly started: BackendName[] = [];
  readonly disposed: string[] = [];
  /** Why a backend does not start, or does not accept a model. */
  readonly refusesStart = new Map<BackendName, ZscapeError>();
  readonly refusesModel = new Map<BackendName, Error>();
  realGpu = true;
  /** What the generators offer besides full pictures. */
  previews: { resolution: number; share: number }[] = [];
  /** Backends that have gradients: z times the picture's gradient, after a gap. */
  readonly gradients = new Set<BackendName>();
  /** The number of gradients computed together. */
  together = 1;
  /** Backends that can change the network: their pictures say so. */
  readonly inside = new Set<BackendName>();
  /** Called before each picture and gradient. */
  onPicture: (backend: BackendName) => void = () => {};
  /** Called in each gap that a picture offers. */
  inGap: () => void = () => {};
  /** Whether generators have their own weights, as on a GPU. */
  ownWeights = false;
  /** The backend's own notice. */
  notice: string | undefined;
  readonly lose = new Map<BackendName, (reason: string) => void>();
  reads: { url: string; signal: AbortSignal | undefined; finish(bundle: LoadedBundle): void }[] = [];
  time = 0;

  readonly controller = new Controller({
    say: (message) => this.said.push(message),
    start: (name) => this.start(name),
    realGpu: () => Promise.resolve(this.realGpu),
    now: () => this.time,
    read: (url, options) =>
      new Promise((resolve, reject) => {
        const signal = options?.signal;
        if (signal?.aborted) return reject(new ZscapeError('CANCELLED', 'Cancelled.'));
        signal?.addEventListener('abort', () => reject(new ZscapeError('CANCELLED', 'Cancelled.')));
        this.reads.push({
          url,
          signal,
          finish: (bundle) => {
            options?.onProgress?.({ loaded: 10, total: 10, fromCache: false });
            resolve(bundle);
          },
        });
      }),
  });

  async start(name: BackendName): Promise<Backend> {
    await Promise.resolve();
    this.started.push(name);
    const refusal = this.refusesStart.get(name);
    if (refusal) throw refusal;
    return {
      name,
      detail: `${name} of the test`,
      notice: this.notice,
      lost: new Promise((resolve) => this.lose.set(name, resolve)),
      load: (bundle) => this.generator(name, bundle),
      memory: () => ({ tensors: 3, bytes: 12 }),
      dispose: () => void this.disposed.push(name),
    };
  }

  async generator(name: BackendName, bundle: LoadedBundle): Promise<Generator> {
    await Promise.resolve();
    const refusal = this.refusesModel.get(name);
    if (refusal) throw refusal;
    bundle.weights.floats(bundle.model.weightsManifest[0]!.weights[0]!.name);
    const picture = async (z: Float32Array, gap?: Gap, from = `on ${name}`): Promise<ImageBitmap> => {
      await Promise.resolve();
      if (gap) {
        this.inGap();
        await gap();
      }
      this.onPicture(name);
      const made: Picture = {
        from: `${bundle.manifest.id} ${from}`,
        z0: z[0]!,
        closed: false,
        close() {
          this.closed = true;
        },
      };
      return made as unknown as ImageBitmap;
    };
    return {
      renderImage: picture,
      renderBatch: (zs) => Promise.all(zs.map((z) => picture(z))),
      raw: async (z) => ({ data: z, width: 1, height: 1, channels: 1 }),
      previews: this.previews.map((preview) => ({ ...preview, render: (z) => picture(z) })),
      ...(this.gradients.has(name) && { gradients: this.gradientsOn(name) }),
      ...(this.inside.has(name) && {
        inside: insideOf((z, gap) => picture(z, gap, `changed on ${name}`)),
      }),
      ...(this.ownWeights && { hasOwnWeights: Promise.resolve() }),
      dispose: () => void this.disposed.push(`${bundle.manifest.id} on ${name}`),
    };
  }

  gradientsOn(name: BackendName): Gradients {
    return {
      resolutions: [2, 4],
      prove: async () => this.onPicture(name),
      ...(this.together > 1 && {
        together: {
          pictures: async (zs: readonly Float32Array[], resolution: number) =>
            zs
              .slice(0, this.together)
              .map((data) => ({ data, width: resolution, height: resolution, channels: 1 })),
          gradients: async (
            zs: readonly Float32Array[],
            dPictures: readonly Float32Array[],
            resolution: number,
          ) => {
            this.onPicture(name);
            return zs
              .slice(0, this.together)
              .map((z, i) => Float32Array.of(z[0]! * dPictures[i]![0]!, resolution, name.length));
          },
        },
      }),
      picture: async (z, resolution) => ({ data: z, width: resolution, height: resolution, channels: 1 }),
      gradient: async (z, dPicture, resolution, gap) => {
        this.inGap();
        await gap?.();
        this.onPicture(name);
        return Float32Array.of(z[0]! * dPicture[0]!, resolution, name.length);
      },
    };
  }

  /** Loads a model whose download ends immediately. */
  load(id: string, signal = never()) {
    const result = this.begin(id, signal);
    void until(() => this.reads.some((read) => read.url === `${id}/`)).then(() => this.finish(id));
    return result;
  }

  /** Loads a model whose download the test ends. */
  begin(id: string, signal = never()) {
    return this.controller.load(`${id}/`, {
      manifestText: Promise.resolve(undefined),
      signal,
      tell: (progress) => this.progress.push(progress),
    });
  }

  batch(zs: Float32Array[], signal = never(), changes?: NetworkChanges | null) {
    return this.controller.batch(zs, { size: 32, changes }, signal, (index, image) =>
      this.images.push({ index, image }),
    );
  }

  finish(id: string): void {
    this.reads.find((read) => read.url === `${id}/`)?.finish(bundleNamed(id));
  }

  render(stamp: number): void {
    this.controller.render(stamp, Float32Array.of(stamp), this.epoch);
  }

  get epoch(): number {
    return this.of('model').at(-1)?.epoch ?? 0;
  }

  of<T extends EngineEvent['type']>(type: T): (EngineEvent & { type: T })[] {
    return this.said.filter((message): message is EngineEvent & { type: T } => message.type === type);
  }

  /** Stamp and origin of each delivered frame. */
  get frames(): string[] {
    return this.of('frame').map(
      ({ frame, image }) => `${frame.stamp}: ${(image as unknown as Picture).from}`,
    );
  }

  get status() {
    const told = this.said.findLast((event) => event.type === 'status' || event.type === 'frame');
    return told?.status;
  }

  get errors(): string[] {
    return this.of('error').map(({ error }) => error.code);
  }
}

/** Changes show in raw values: z, and the number of changed maps. */
function insideOf(picture: (z: Float32Array, gap?: Gap) => Promise<ImageBitmap>): Inside {
  const one = { width: 1, height: 1, channels: 1 };
  return {
    pictures: async ({ maps }) => ({
      renderImage: picture,
      renderBatch: (zs) => Promise.all(zs.map((z) => picture(z))),
      raw: async (z) => ({ ...one, data: Float32Array.of(z[0]!, maps.length) }),
    }),
    featureMaps: async (z, _layer, changes) => ({
      ...one,
      data: Float32Array.of(z[0]!, changes?.maps.length ?? 0),
    }),
    signal: async (z) => [{ layer: '4x4/dense', norm: z[0]!, withoutNorm: 2, ms: 1 }],
  };
}

export function bundleNamed(id: string): LoadedBundle {
  const bundle = bundleOf(tinyBundle({ latent: 1, channels: [2] }).files);
  return { ...bundle, manifest: { ...bundle.manifest, id }, kept: Promise.resolve(true) };
}

export const until = (condition: () => boolean) => expect.poll(condition, { interval: 1 }).toBe(true);
export const never = () => new AbortController().signal;
export const unavailable = (sentence: string) => new ZscapeError('BACKEND_UNAVAILABLE', sentence);

export async function running(setUp: (world: World) => void = () => {}): Promise<World> {
  const world = new World();
  setUp(world);
  world.controller.start('auto');
  await world.load('a');
  return world;
}
