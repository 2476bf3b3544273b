/** A ProGAN's gradients on the GPU. Their kernels are compiled, and their memory is allocated, at the first request. */
import { ZscapeError } from '../../../../base/errors.ts';
import type { LoadedBundle } from '../../../../bundle/read/reader.ts';
import type { Gap, Gradients } from '../../backend.ts';
import { checkFinite, checkPictureGradient, checkResolution } from '../../gradients.ts';
import { checkLatent, normalised, normalisedBack } from '../../latent.ts';
import type { ProganPlan } from '../../progan/plan.ts';
import type { Network, Step } from '../network.ts';
import { abilitiesOf } from '../variants.ts';
import { GradientNetwork } from './network.ts';
import { planGradient } from './plan.ts';
import { type GradientProgram, partsOf } from './program.ts';

/** The most images computed together. A search keeps four faces. */
const TOGETHER = 4;
/** The most work between two gaps, as a fraction of a frame's: a frame requested in the meantime waits for it. */
const PART = 1 / 2;

type Together = NonNullable<Gradients['together']>;

export interface GpuGradients extends Gradients {
  /** While true, the network stays the current one, because its weights are being read. */
  readonly busy: boolean;
  memory(): { tensors: number; bytes: number };
  dispose(): void;
}

interface GradientHost {
  device: GPUDevice;
  software: boolean;
  /**
   * Throws if the device has failed.
   * @throws DEVICE_LOST once the device is lost; an Error if it refused something since the last check.
   */
  check(): void;
}

/** Makes a ProGAN's gradients available. @param current returns the network that computes frames now. */
export function gpuGradients(
  bundle: Pick<LoadedBundle, 'manifest'>,
  progan: ProganPlan,
  { device, software, check }: GradientHost,
  current: () => Network,
): GpuGradients {
  const { manifest } = bundle;
  const { channels } = manifest.image;
  const { latentEpsilon: epsilon, activation, dense } = progan;
  const resolutions = [...progan.previews, progan.head].map(({ resolution }) => resolution);
  let made: GradientNetwork | undefined;
  /** The network that gradients cannot be computed for, and why. */
  let unfit: { network: Network; why: ZscapeError } | undefined;
  /** The inputs of the kept pictures. */
  let kept: { zs: Float32Array[]; resolution: number } | undefined;
  let busy = 0;
  /** Serialises calls, which all write to the same pictures. */
  let last: Promise<unknown> = Promise.resolve();

  /** Does the work for the first of zs, as many as can be computed together. */
  function inTurn<T>(
    zs: readonly Float32Array[],
    resolution: number,
    gap: Gap | undefined,
    work: (network: GradientNetwork, program: GradientProgram, some: readonly Float32Array[]) => Promise<T>,
  ): Promise<T> {
    const turn = last.then(async () => {
      for (const z of zs) checkLatent(z, bundle);
      checkResolution(resolution, resolutions);
      check();
      const network = current();
      busy++;
      try {
        const index = resolutions.indexOf(resolution);
        const [own, program] = await ready(network, Math.min(TOGETHER, zs.length), index, gap);
        // Two and two rather than three and one.
        const count = Math.ceil(zs.length / Math.ceil(zs.length / program.most));
        return await work(own, program, zs.slice(0, count));
      } finally {
        busy--;
      }
    });
    last = turn.catch(() => {});
    return turn;
  }

  /** @param room minimum number of images, if there is memory for them. @param index of the head. */
  async function ready(
    network: Network,
    room: number,
    index: number,
    gap: Gap | undefined,
  ): Promise<[GradientNetwork, GradientProgram]> {
    if (unfit?.network === network) throw unfit.why;
    const before = made?.of === network ? made : undefined;
    if (!before || before.room < room) dispose();
    let overtaken = false;
    const noticed = async () => {
      overtaken = true;
      await gap?.();
      overtaken = false;
    };
    try {
      if (activation.slope < 0) throw new Error('its leaky ReLU falls for negative values');
      const plan = before?.plan ?? planGradient(progan, network.plan, abilitiesOf(device, software));
      made ??= await GradientNetwork.make(device, network, plan, room);
      return [made, await made.program(index, gap && noticed)];
    } catch (cause) {
      if (overtaken) throw cause; // a gap ended it
      dispose();
      check(); // a lost device's other failures are only consequences
      const reason = cause instanceof Error ? cause.message.replace(/\.$/, '') : String(cause);
      const sentence = `This GPU cannot go back through ${manifest.title}: ${reason}.`;
      unfit = { network, why: new ZscapeError('GRADIENT_UNAVAILABLE', sentence, { cause }) };
      throw unfit.why;
    }
  }

  function dispose(): void {
    made?.dispose();
    made = kept = undefined;
  }

  /** Runs the dispatches, with gaps between parts if requested, and reads back `floats` floats. */
  async function run(
    network: GradientNetwork,
    steps: GradientProgram['keep'],
    images: number,
    from: GPUBuffer,
    floats: number,
    gap: Gap | undefined,
  ): Promise<Float32Array<ArrayBuffer>> {
    const copy = { from, bytes: 4 * floats };
    const parts: Step[][] = gap ? partsOf(steps, (PART * network.of.plan.products) / images) : [[...steps]];
    for (const [i, part] of parts.entries()) {
      const isLast = i === parts.length - 1;
      network.submit(part, images, isLast ? copy : undefined);
      if (isLast || !gap) continue;
      // Without waiting, the next part would enter the queue before any frame.
      await device.queue.onSubmittedWorkDone().catch(() => {});
      check();
      await gap();
    }
    const { readback } = network.ports;
    try {
      await readback.mapAsync(GPUMapMode.READ, 0, copy.bytes);
    } catch (cause) {
      check();
      throw new ZscapeError('ENGINE_FAILED', 'The GPU did not return what it computed.', { cause });
    }
    const found = new Float32Array(readback.getMappedRange(0, copy.bytes).slice(0, copy.bytes));
    readback.unmap();
    check();
    return found;
  }

  function write(network: GradientNetwork, zs: readonly Float32Array[]): void {
    zs.forEach((z, i) => {
      const latent = epsilon === undefined ? new Float32Array(z) : normalised(z, epsilon);
      device.queue.writeBuffer(network.ports.latent, i * network.of.plan.bytes.latent, latent);
    });
  }

  const pictures: Together['pictures'] = (all, resolution, gap) =>
    inTurn(all, resolution, gap, async (network, { keep }, zs) => {
      kept = undefined;
      write(network, zs);
      const floats = resolution ** 2 * channels;
      const found = await run(network, keep, zs.length, network.ports.values, zs.length * floats, gap);
      kept = { zs: zs.map((z) => z.slice()), resolution };
      const size = { width: resolution, height: resolution, channels };
      return zs.map((_, i) => ({ data: found.slice(i * floats, (i + 1) * floats), ...size }));
    });

  const isKept = (zs: readonly Float32Array[], resolution: number): boolean =>
    kept?.resolution === resolution &&
    kept.zs.length === zs.length &&
    kept.zs.every((z, i) => z.every((value, k) => value === zs[i]![k]));

  const gradients: Together['gradients'] = (all, dPictures, resolution, gap) =>
    inTurn(all, resolution, gap, async (network, { keep, back }, zs) => {
      const floats = resolution ** 2 * channels;
      for (const d of dPictures) checkPictureGradient(d, floats);
      const known = isKept(zs, resolution);
      kept = undefined; // the backward pass overwrites it
      if (!known) write(network, zs);
      const scales = zs.map((_, i) => {
        const scale = scaleOf(dPictures[i]!);
        const scaled = Float32Array.from(dPictures[i]!, (value) => value * scale);
        device.queue.writeBuffer(network.ports.gradient, 4 * i * floats, scaled);
        return scale;
      });
      const { size, latent } = dense;
      const each = size ** 2 * latent;
      const steps = known ? back : [...keep, ...back];
      const found = await run(network, steps, zs.length, network.ports.sums, zs.length * each, gap);
      return zs.map((z, i) => {
        const d = Float32Array.from({ length: latent }, (_, k) => {
          let sum = 0;
          for (let at = i * each + k; at < (i + 1) * each; at += latent) sum += found[at]!;
          return sum / scales[i]!;
        });
        const dz = epsilon === undefined ? d : normalisedBack(z, epsilon, d);
        checkFinite(dz, 'The gradient of the latent vector');
        return dz;
      });
    });

  return {
    resolutions,
    get busy() {
      return busy > 0;
    },
    picture: async (z, resolution, gap) => (await pictures([z], resolution, gap))[0]!,
    gradient: async (z, dPicture, resolution, gap) => (await gradients([z], [dPicture], resolution, gap))[0]!,
    together: { pictures, gradients },
    memory: () => made?.memory() ?? { tensors: 0, bytes: 0 },
    dispose,
  };
}

/**
 * Returns the power of two that scales the largest value to about 1. Scaling the initial gradient scales all later ones
 * alike, which keeps them representable in float16 whatever the size of a loss: it has steps of 6e-8 near 0, and nothing
 * above 65504.
 */
function scaleOf(dPicture: Float32Array): number {
  let largest = 0;
  for (const value of dPicture) largest = Math.max(largest, Math.abs(value));
  return largest > 0 ? 2 ** -Math.min(120, Math.max(-120, Math.floor(Math.log2(largest)))) : 1;
}
