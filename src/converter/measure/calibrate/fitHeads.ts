/**
 * Samples a ProGAN and fits a preview head for each of its lower resolutions. It only needs a runner that computes values
 * of nodes.
 */
import { throwIfCancelled } from '../../../base/errors.ts';
import type { BundleManifest, ProganGenerator } from '../../../bundle/schema/manifest.ts';
import { markHandled, type Runner } from '../../run/runner.ts';
import { latents, type Prior } from './latents.ts';
import { type FittedHead, HeadFit } from './previewHeads.ts';

/** How many samples preview heads are fitted to, and how many they are judged by. */
const learnFrom = 256;
const judgeBy = 32;
export const fitSamples = learnFrom + judgeBy;

export interface FitPlan {
  readonly generator: ProganGenerator;
  readonly latentSize: number;
  readonly image: Omit<BundleManifest['image'], 'range'>;
  readonly prior: Prior;
  readonly onProgress?: (done: number, total: number) => void;
  readonly signal?: AbortSignal;
}

/** Returns whether there is anything to fit: blocks below the last one that name the node where a head is attached. */
export function canFitHeads(generator: BundleManifest['generator']): generator is ProganGenerator {
  return generator.family === 'progan' && headsOf(generator).length > 0;
}

/** Fits all heads. @throws CANCELLED, and errors of the runner. */
export async function fitHeads(runner: Runner, plan: FitPlan): Promise<FittedHead[]> {
  const { generator, latentSize, image, prior, onProgress, signal } = plan;
  const heads = headsOf(generator).map((head) => ({
    ...head,
    fit: new HeadFit(head.resolution, head.channels, image.channels),
  }));
  const nodes = [generator.output, ...heads.map(({ node }) => node)];
  const z = latents(fitSamples, latentSize, prior, 1);
  const batch = Math.max(1, Math.min(8, Math.floor(2 ** 14 / (image.width * image.height))));
  const ask = (from: number) =>
    runner.runAll(
      z.slice(from * latentSize, Math.min(fitSamples, from + batch) * latentSize),
      latentSize,
      nodes,
    );
  const asked: ReturnType<typeof ask>[] = [];
  for (let done = 0; done < fitSamples; done += batch) {
    onProgress?.(done, fitSamples);
    throwIfCancelled(signal);
    const ahead = Math.min(fitSamples, done + batch * (runner.lanes ?? 1));
    for (let from = done + batch * asked.length; from < ahead; from += batch)
      asked.push(markHandled(ask(from)));
    const [picture, ...features] = await asked.shift()!;
    const pictures = { data: picture!.data, size: image.width, channels: image.channels };
    heads.forEach(({ fit, resolution, channels }, i) => {
      const given = { data: features[i]!.data, side: resolution, channels };
      if (done < learnFrom) fit.learn(given, pictures);
      else fit.judge(given, pictures);
    });
  }
  return heads.map(({ fit }) => fit.result());
}

function headsOf({ blocks }: ProganGenerator): { resolution: number; channels: number; node: string }[] {
  return blocks
    .slice(0, -1)
    .flatMap(({ resolution, channels, output }) =>
      output === undefined ? [] : [{ resolution, channels, node: output }],
    );
}
