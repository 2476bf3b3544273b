/** The server's answers about its models: the newest one, and without a network the last known. */

/** The page's address is part of every key. */
const cacheName = 'zscape-models-1';
/** If the network has not answered after this many milliseconds, it counts as absent. */
const patienceMs = 3000;

export const isAboutModels = (request: Request, models: string): boolean =>
  request.url.startsWith(models) && /\.json$/.test(new URL(request.url).pathname);

/**
 * Returns the server's answer, or the last known one if the network fails or is slow.
 * @param kept looks elsewhere for a copy, in case there has been no answer yet
 * @throws any error of fetching, if nothing is known either
 */
export async function latestAnswer(
  request: Request,
  later: (work: Promise<unknown>) => void,
  kept: () => Promise<Response | undefined>,
): Promise<Response> {
  const last = async () => (await lastAnswer(request).catch(() => undefined)) ?? (await kept());
  const asked = fetch(request);
  const inTime = Promise.race([asked, new Promise<null>((resolve) => setTimeout(resolve, patienceMs, null))]);
  const response = await inTime.catch(() => null);
  if (!response) return (await last()) ?? asked;
  if (response.ok) later(keep(request, response.clone()).catch(() => undefined));
  return response;
}

async function lastAnswer(request: Request): Promise<Response | undefined> {
  if (!(await caches.has(cacheName))) return undefined;
  return (await caches.open(cacheName)).match(request);
}

async function keep(request: Request, response: Response): Promise<void> {
  await (await caches.open(cacheName)).put(request.url, response);
}
