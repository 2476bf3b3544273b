/**
 * Fetches a file. If it is reported missing, the server itself is asked once more, past the cache: hosts let browsers
 * cache such an answer for minutes, and the file may have appeared since.
 */
export async function fetchPastCache(url: string, init: RequestInit = {}): Promise<Response> {
  const response = await fetch(url, init);
  return response.status === 404 || response.status === 410
    ? fetch(url, { ...init, cache: 'reload' })
    : response;
}
