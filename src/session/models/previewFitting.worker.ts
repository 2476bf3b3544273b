/**
 * Fits preview heads to a ProGAN that is on this device, on one thread of the engine's kernels, and adds them to its
 * bundle. To cancel, the page ends this worker: the bundle is changed completely or not at all.
 */
import { ZscapeError } from '../../base/errors.ts';
import { answerCalls } from '../../base/workers/answerCalls.ts';
import { deviceFile, deviceUrl, updateDeviceBundle } from '../../bundle/device/deviceStore.ts';
import { readBundle } from '../../bundle/read/reader.ts';
import { withHeads } from '../../converter/emit/extend.ts';
import { withPreviewHeads } from '../../converter/emit/previewHeads.ts';
import { canFitHeads, fitHeads } from '../../converter/measure/calibrate/fitHeads.ts';
import { pngOf } from '../../converter/measure/calibrate/png.ts';
import { compileKernels } from '../../engine/backends/wasm/modules.ts';
import { nodeValues } from '../../engine/backends/wasm/nodeValues.ts';
import { thrifty } from '../../engine/backends/wasm/plan/kinds.ts';
import type { FittingCalls, FittingOrder } from './previewFitting.ts';

/** How long the user's movements have priority. */
const stepAsideMs = 250;
let handMoved = Number.NEGATIVE_INFINITY;

/** Waits until the user is not moving anything. It also lets this worker receive messages about that. */
async function turn(): Promise<void> {
  do
    await new Promise((resolve) =>
      setTimeout(resolve, Math.max(0, handMoved + stepAsideMs - performance.now())),
    );
  while (performance.now() < handMoved + stepAsideMs);
}

async function addHeads(id: string, onProgress: (done: number, total: number) => void): Promise<undefined> {
  const { manifest, weights } = await readBundle(deviceUrl(id));
  const { generator, latent, image } = manifest;
  const kernels = await compileKernels(false);
  if (!kernels || !canFitHeads(generator))
    throw new ZscapeError(
      'BACKEND_UNAVAILABLE',
      'The kernels that previews are fitted with do not run here.',
    );
  const values = nodeValues({ manifest, generator, weights, kernels, choose: thrifty });
  // The kernels now have their own copy of them.
  weights.free();
  let picture: Float32Array | undefined;
  const heads = await fitHeads(
    {
      async runAll(z, size, nodes) {
        await turn();
        const outputs = await values.runAll(z, size, nodes);
        picture ??= outputs[0]?.data.slice(0, image.width * image.height * image.channels);
        return outputs;
      },
      dispose: () => values.dispose(),
    },
    {
      ...{ generator, image },
      latentSize: latent.size,
      prior: latent.prior,
      onProgress,
    },
  );
  const json = await (await deviceFile(id, 'model.json')).arrayBuffer();
  const added = withPreviewHeads(new Uint8Array(json), generator, heads);
  const { files } = await withHeads(manifest, added, pngOf(picture!, image, image.range));
  await updateDeviceBundle(id, files);
  return undefined;
}

const answered = answerCalls<FittingCalls>((message, transfer) => postMessage(message, { transfer }), {
  fit: ({ id }, { tell }) => addHeads(id, (done, total) => tell({ type: 'progress', done, total })),
});
self.onmessage = ({ data }: MessageEvent<FittingOrder>) => {
  if (!answered(data)) handMoved = performance.now();
};
