/** Converts one model and writes it into the browser's own storage. To cancel, the page ends this worker. */
import { toPlainError } from '../../base/errors.ts';
import { writeDeviceBundle } from '../../bundle/device/deviceStore.ts';
import type { BundleManifest } from '../../bundle/schema/manifest.ts';
import { openDropped } from '../archive/dropped.ts';
import { convert } from '../convert.ts';
import { freeId, nameFromPath } from '../naming.ts';
import type { Stage } from '../options.ts';
import type { Deadline } from '../run/deadline.ts';
import type { OpenRunner } from '../run/runner.ts';
import type { FromConverter, ToConverter } from './protocol.ts';

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

function post(message: FromConverter): void {
  postMessage(message);
}

/** At most one message for each percent: a progress bar shows no more. */
function reporter(): (stage: keyof typeof stageTitles, done: number, total: number) => void {
  let last = '';
  return (stage, done, total) => {
    const mark = `${stage} ${total > 0 ? Math.floor((100 * done) / total) : 0}`;
    if (mark === last) return;
    last = mark;
    post({ type: 'progress', progress: { stage: stageTitles[stage], done, total } });
  };
}

async function run({ files, taken }: ToConverter): Promise<BundleManifest> {
  const report = reporter();
  const { id, title } = nameFromPath(
    files.length === 1 ? (files[0]?.path ?? '') : folderOf(files[0]?.path ?? ''),
  );
  const module = await openDropped(files, { onProgress: (read, total) => report('unpack', read, total) });
  const bundle = await convert(
    module,
    { id: freeId(id, taken), fallbackTitle: title, budget: measuringBudget, findRange: true },
    { onProgress: report, openRunner, deadline },
  );
  report('store', 0, 1);
  await writeDeviceBundle(bundle.manifest, bundle.files);
  return bundle.manifest;
}

let begun = 0;

/** The page keeps the time, since nothing can interrupt this thread but its end. */
const deadline: Deadline = async (what, seconds, work) => {
  const key = ++begun;
  post({ type: 'begin', key, what, seconds });
  try {
    return await work();
  } finally {
    post({ type: 'end', key });
  }
};

/** Some ten seconds of TF.js on one thread. */
const measuringBudget = 5e10;

/** TF.js comes into this worker only when there is something to measure. */
const openRunner: OpenRunner = async (...model) => {
  const { openBrowserRunner } = await import('../run/tfjs.browser.ts');
  return openBrowserRunner(...model);
};

/** Several files are named after the folder that they were dropped in. */
function folderOf(path: string): string {
  return path.split('/').filter(Boolean)[0] ?? '';
}

self.onmessage = ({ data }: MessageEvent<ToConverter>) => {
  run(data).then(
    (manifest) => post({ type: 'done', manifest }),
    (error: unknown) => post({ type: 'failed', error: toPlainError(error) }),
  );
};
