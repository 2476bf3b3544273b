/** Finds out which backends to try, and in which order. */
import type { BackendChoice, BackendName } from '../contract.ts';

/** What tells a real GPU from a processor that plays one, out of a GPUAdapterInfo. */
export interface AdapterTraits {
  vendor?: string;
  architecture?: string;
  device?: string;
  description?: string;
  isFallbackAdapter?: boolean;
}

const softwareNames = /swiftshader|llvmpipe|lavapipe|softpipe|basic render|software|\bwarp\b/i;

/** Whether an adapter runs on the processor, where WASM is far quicker. */
export function isSoftware(traits: AdapterTraits): boolean {
  const { vendor, architecture, device, description } = traits;
  return (
    traits.isFallbackAdapter === true ||
    softwareNames.test([vendor, architecture, device, description].filter(Boolean).join(' '))
  );
}

/** The adapter's name as a person knows it, from what the browser is willing to say. */
export function adapterName({ vendor, architecture, device, description }: AdapterTraits): string {
  if (description) return description;
  return [vendor, device, architecture].filter(Boolean).join(' ') || 'GPU';
}

/** Whether WebGPU is there and runs on a real GPU. */
export async function hasRealGpu(): Promise<boolean> {
  if (typeof navigator === 'undefined' || !navigator.gpu) return false;
  try {
    const adapter = await navigator.gpu.requestAdapter({ powerPreference: 'high-performance' });
    return adapter !== null && !isSoftware(traitsOf(adapter));
  } catch {
    return false;
  }
}

/** An adapter's traits. Older browsers have `isFallbackAdapter` on the adapter itself. */
export function traitsOf(adapter: GPUAdapter): AdapterTraits {
  const { vendor, architecture, device, description, isFallbackAdapter } = adapter.info;
  const old = 'isFallbackAdapter' in adapter && adapter.isFallbackAdapter === true;
  return { vendor, architecture, device, description, isFallbackAdapter: isFallbackAdapter || old };
}

/**
 * Lists the backends to try, best first. A forced choice comes first, whatever it runs on, and the others after it.
 * WebGL is the last resort before the CPU: its float textures are 16 bits wide on some devices.
 */
export function backendOrder(choice: BackendChoice, realGpu: boolean): BackendName[] {
  const usual: BackendName[] = realGpu ? ['webgpu', 'wasm', 'webgl', 'cpu'] : ['wasm', 'webgl', 'cpu'];
  return choice === 'auto' ? usual : [choice, ...usual.filter((name) => name !== choice)];
}
