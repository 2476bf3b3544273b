/** Decides which backends to try, and in what order. */
import type { BackendChoice, BackendName } from '../contract.ts';

/** The parts of a GPUAdapterInfo that tell a real GPU from a software one. */
export interface AdapterTraits {
  vendor?: string;
  architecture?: string;
  device?: string;
  description?: string;
  isFallbackAdapter?: boolean;
}

const softwareNames = /swiftshader|llvmpipe|lavapipe|softpipe|basic render|software|\bwarp\b/i;

/** Returns whether an adapter runs on the processor, where WASM is far quicker. */
export function isSoftware(traits: AdapterTraits): boolean {
  const { vendor, architecture, device, description } = traits;
  return (
    traits.isFallbackAdapter === true ||
    softwareNames.test([vendor, architecture, device, description].filter(Boolean).join(' '))
  );
}

/** Returns a readable name for the adapter, from whatever the browser reveals. */
export function adapterName({ vendor, architecture, device, description }: AdapterTraits): string {
  if (description) return description;
  return [vendor, device, architecture].filter(Boolean).join(' ') || 'GPU';
}

/** Returns whether WebGPU is available and runs on a real GPU. */
export async function hasRealGpu(): Promise<boolean> {
  if (typeof navigator === 'undefined' || !navigator.gpu) return false;
  try {
    const adapter = await navigator.gpu.requestAdapter({ powerPreference: 'high-performance' });
    return adapter !== null && !isSoftware(traitsOf(adapter));
  } catch {
    return false;
  }
}

/** Returns an adapter's traits. Older browsers have `isFallbackAdapter` on the adapter itself. */
export function traitsOf(adapter: GPUAdapter): AdapterTraits {
  const { vendor, architecture, device, description, isFallbackAdapter } = adapter.info;
  const old = 'isFallbackAdapter' in adapter && adapter.isFallbackAdapter === true;
  return { vendor, architecture, device, description, isFallbackAdapter: isFallbackAdapter || old };
}

/**
 * Lists the backends to try, best first. A forced choice comes first, on any device, and the others follow. WebGL is the
 * last resort before the CPU, because its float textures have only 16 bits on some devices.
 */
export function backendOrder(choice: BackendChoice, realGpu: boolean): BackendName[] {
  const usual: BackendName[] = realGpu ? ['webgpu', 'wasm', 'webgl', 'cpu'] : ['wasm', 'webgl', 'cpu'];
  return choice === 'auto' ? usual : [choice, ...usual.filter((name) => name !== choice)];
}
