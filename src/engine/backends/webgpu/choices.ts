/** Keeps what was measured on an adapter for the next visit. Where the browser gives no storage, nothing is kept. */
import type { Variant } from './kernels/kernel.ts';

/** The quickest way to compute a layer: of all ways, and of those whose products are float32. */
interface LayerChoice {
  best: Variant;
  full: Variant;
}

export interface Choices {
  /** By the layer's shape and storage. */
  layers: Record<string, LayerChoice>;
  /** Models whose pictures are the same with products in float16. */
  halves: string[];
}

/** A store of text by name. */
export interface TextStore {
  get(name: string): Promise<string | undefined>;
  put(name: string, text: string): Promise<void>;
}

/** Changes with the kernels, since what was measured on older ones is no longer true. */
const VERSION = 1;
const CACHE_NAME = `zscape-gpu-${VERSION}`;
/** The Cache API wants an http address as its key; nothing is ever fetched from this one. */
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

export async function readChoices(store: TextStore, adapter: string): Promise<Choices> {
  try {
    const text = await store.get(adapter);
    const found: unknown = text === undefined ? undefined : JSON.parse(text);
    return isChoices(found) ? found : none();
  } catch {
    return none(); // there is no storage here, or it holds something else
  }
}

export async function keepChoices(store: TextStore, adapter: string, choices: Choices): Promise<void> {
  try {
    await store.put(adapter, JSON.stringify(choices));
  } catch {
    // Refused, or full: it is measured again the next time.
  }
}

function isChoices(value: unknown): value is Choices {
  if (typeof value !== 'object' || value === null) return false;
  const { layers, halves } = value as Partial<Choices>;
  return typeof layers === 'object' && layers !== null && Array.isArray(halves);
}
