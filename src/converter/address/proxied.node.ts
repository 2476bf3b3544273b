/** `fetch` through the proxies named by the environment, as `npm run fetch-model` uses it. Node only. */
import { EnvHttpProxyAgent, fetch as undiciFetch } from 'undici';

/** Makes the function with the types of `fetch`: those of Node's own are undici's. */
export function proxiedFetch(): { fetch: typeof fetch; close(): Promise<void> } {
  const dispatcher = new EnvHttpProxyAgent();
  const ask = (url: string, init: object) => undiciFetch(url, { ...init, dispatcher });
  return { fetch: ask as unknown as typeof fetch, close: () => dispatcher.destroy() };
}
