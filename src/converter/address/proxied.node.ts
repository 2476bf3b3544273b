/** `fetch` that goes through the proxies that the environment names, as `npm run fetch-model` does. Node only. */
import { EnvHttpProxyAgent, fetch as undiciFetch } from 'undici';

/** The same function with the same types: those of Node's own `fetch` are undici's. */
export function proxiedFetch(): { fetch: typeof fetch; close(): Promise<void> } {
  const dispatcher = new EnvHttpProxyAgent();
  const ask = (url: string, init: object) => undiciFetch(url, { ...init, dispatcher });
  return { fetch: ask as unknown as typeof fetch, close: () => dispatcher.destroy() };
}
