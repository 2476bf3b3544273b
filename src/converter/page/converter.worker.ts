/** Converts one model and writes it into the browser's own storage. To cancel, the page ends this worker. */
import { type Asked, answerCalls } from '../../base/workers/answerCalls.ts';
import { writeDeviceBundle } from '../../bundle/device/deviceStore.ts';
import type { BundleManifest } from '../../bundle/schema/manifest.ts';
import { openDropped } from '../archive/dropped.ts';
import { convert } from '../convert.ts';
import { freeId, nameFromPath, pathForName } from '../naming.ts';
import type { Stage } from '../options.ts';
import type { Deadline } from '../run/deadline.ts';
import type { OpenRunner } from '../run/runner.ts';
import type { ConverterCalls } from './protocol.ts';

const stageTitles: Record<Stage | 'unpack' | 'store', string> = {
  unpack: 'Unpacking',
  read: 'Reading the model',
  graph: 'Simplifying the network',
  weights: 'Packing weights',
  calibrate: 'Measuring',
  previews: 'Fitting previews',
  verify: 'Comparing with the original',
  hash: 'Checking',
  store: 'Storing on this device',
};

type Tell = Asked<ConverterCalls['convert']['news']>['tell'];

/** At most one message for each percent: a progress bar shows no more. */
function reporter(tell: Tell): (stage: keyof typeof stageTitles, done: number, total: number) => void {
  let last = '';
  return (stage, done, total) => {
    const mark = `${stage} ${total > 0 ? Math.floor((100 * done) / total) : 0}`;
    if (mark === last) return;
    last = mark;
    tell({ type: 'progress', progress: { stage: stageTitles[stage], done, total } });
  };
}

async function run(
  { files, taken, about }: ConverterCalls['convert']['ask'],
  tell: Tell,
): Promise<BundleManifest> {
  const report = reporter(tell);
  const named = nameFromPath(pathForName(files.map(({ path }) => path)));
  const blobs = files.map((file) =>
    'blob' in file ? file : { path: file.path, blob: new Blob([file.bytes]) },
  );
  const module = await openDropped(blobs, { onProgress: (read, total) => report('unpack', read, total) });
  const bundle = await convert(
    module,
    {
      ...(about ?? { id: freeId(named.id, taken), fallbackTitle: named.title }),
      budget: measuringBudget,
      findRange: true,
    },
    { onProgress: report, openRunner, deadline: deadlineOf(tell) },
  );
  report('store', 0, 1);
  await writeDeviceBundle(bundle.manifest, bundle.files);
  for (const words of bundle.warnings) tell({ type: 'warning', words });
  return bundle.manifest;
}

/** The page keeps the time, since nothing can interrupt this thread but its end. */
function deadlineOf(tell: Tell): Deadline {
  let begun = 0;
  return async (what, seconds, work) => {
    const key = ++begun;
    tell({ type: 'begin', key, what, seconds });
    try {
      return await work();
    } finally {
      tell({ type: 'end', key });
    }
  };
}

/** Some ten seconds of TF.js on one thread. */
const measuringBudget = 5e10;

/** TF.js comes into this worker only when there is something to measure. */
const openRunner: OpenRunner = async (...model) => {
  const { openBrowserRunner } = await import('../run/tfjs.browser.ts');
  return openBrowserRunner(...model);
};

const answered = answerCalls<ConverterCalls>((message, transfer) => postMessage(message, { transfer }), {
  convert: (ask, { tell }) => run(ask, tell),
});
self.onmessage = ({ data }) => void answered(data);
