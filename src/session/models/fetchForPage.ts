/** Fetches a model's files from an address, reports the progress to the page, and returns the known facts about the model. */
import { fetchModel } from '../../converter/address/fetchModel.ts';
import { freeId, nameFromPath } from '../../converter/naming.ts';
import { Pace } from '../../download/pace.ts';
import type { FindTools, FoundModel } from './foundModel.ts';

/** Milliseconds between two reports: a bar that moves ten times a second is smooth enough. */
const reportEvery = 100;

/** Fetches a model. @throws as `fetchModel` */
export async function fetchForPage(text: string, { signal, report, taken }: FindTools): Promise<FoundModel> {
  const pace = new Pace();
  let told = Number.NEGATIVE_INFINITY;
  const onBytes = (loaded: number, total: number | null) => {
    const now = performance.now();
    if (now - told < reportEvery && loaded !== total) return;
    told = now;
    const { bytesPerSecond, secondsLeft } = pace.now(now, loaded, total ?? 0);
    report('fetch', loaded, total ?? 0, {
      bytesPerSecond,
      secondsLeft: total === null ? null : secondsLeft,
    });
  };
  report('fetch', 0, 0, { bytesPerSecond: 0, secondsLeft: null });
  const { files, name, address, host } = await fetchModel(text, { signal, onBytes });
  const { id, title } = nameFromPath(name);
  const about = {
    ...{ id: freeId(id, taken()), fallbackTitle: title, address },
    source: { name: host, url: address },
  };
  return { files, about };
}
