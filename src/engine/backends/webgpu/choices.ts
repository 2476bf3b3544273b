/** Keeps an adapter's measurements for the next visit. If the browser offers no storage, nothing is kept. */
import type { Variant } from './kernels/kernel.ts';

/** The quickest way to compute a layer: of all ways, and of those with float32 products. */
interface LayerChoice {
  best: Variant;
  full: Variant;
}

export interface Choices {
  /** By the layer's shape and storage. */
  layers: Record<string, LayerChoice>;
  /** Models whose pictures stay the same with float16 products. */
  halves: string[];
}

/** Text stored by name. */
export interface TextStore {
  get(name: string): Promise<string | undefined>;
  put(name: string, text: string): Promise<void>;
}

/** Changes with the kernels, because measurements of older ones are no longer valid. */
const VERSION = 1;
const CACHE_NAME = `zscape-gpu-${VERSION}`;
/** The Cache API requires an http address as its key; nothing is ever fetched from this one. */
const keyOf = (name: string) =>
  new Request(new URL(`/zscape-cache/gpu/${encodeURIComponent(name)}`, globalThis.location.origin));

export const browserStore: TextStore = {
  async get(name) {
    return (await (await caches.open(CACHE_NAME)).match(keyOf(name)))?.text();
  },
  async put(name, text) {
    await (await caches.open(CACHE_NAME)).put(keyOf(name), new Response(text));
  },
};

const none = (): Choices => ({ layers: {}, halves: [] });

/** Reads an adapter's choices; none if there are no valid ones. */
export async function readChoices(store: TextStore, adapter: string): Promise<Choices> {
  try {
    const text = await store.get(adapter);
    const found: unknown = text === undefined ? undefined : JSON.parse(text);
    return isChoices(found) ? found : none();
  } catch {
    return none(); // no storage here, or other contents
  }
}

/** Stores an adapter's choices, if the store accepts them. */
export async function keepChoices(store: TextStore, adapter: string, choices: Choices): Promise<void> {
  try {
    await store.put(adapter, JSON.stringify(choices));
  } catch {
    // Refused, or full: measured again next time.
  }
}

function isChoices(value: unknown): value is Choices {
  if (typeof value !== 'object' || value === null) return false;
  const { layers, halves } = value as Partial<Choices>;
  return typeof layers === 'object' && layers !== null && Array.isArray(halves);
}
