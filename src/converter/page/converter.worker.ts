/** Converts one model and writes it into the browser's own storage. To cancel, the page ends this worker. */
import { type Asked, answerCalls } from '../../base/workers/answerCalls.ts';
import { writeDeviceBundle } from '../../bundle/device/deviceStore.ts';
import type { BundleManifest } from '../../bundle/schema/manifest.ts';
import { openDropped } from '../archive/dropped.ts';
import { convert } from '../convert.ts';
import { freeId, nameFromPath, pathForName } from '../naming.ts';
import type { PageStage } from '../options.ts';
import type { Deadline } from '../run/deadline.ts';
import type { OpenRunner } from '../run/runner.ts';
import type { ConverterCalls } from './protocol.ts';

type Tell = Asked<ConverterCalls['convert']['news']>['tell'];

/** Sends at most one message per percent, because a progress bar shows no more. */
function reporter(tell: Tell): (stage: PageStage, done: number, total: number) => void {
  let last = '';
  return (stage, done, total) => {
    const mark = `${stage} ${total > 0 ? Math.floor((100 * done) / total) : 0}`;
    if (mark === last) return;
    last = mark;
    tell({ type: 'progress', progress: { stage, done, total } });
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

/** Leaves timing to the page, since this thread can only be stopped by ending it. */
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

/** About ten seconds of TF.js on one thread. */
const measuringBudget = 5e10;

/** TF.js is imported into this worker only when there is something to measure. */
const openRunner: OpenRunner = async (...model) => {
  const { openBrowserRunner } = await import('../run/tfjs.browser.ts');
  return openBrowserRunner(...model);
};

const answered = answerCalls<ConverterCalls>((message, transfer) => postMessage(message, { transfer }), {
  convert: (ask, { tell }) => run(ask, tell),
});
self.onmessage = ({ data }) => void answered(data);
