/** What stands in for the engine in a browser that starts no worker for it: it computes nothing and says why. */
import type { ZscapeError } from '../../base/errors.ts';
import type { Engine } from '../contract.ts';

/** Every question to it fails with `reason`; a request for a frame is never answered. */
export function absentEngine(reason: ZscapeError): Engine {
  const refuse = () => Promise.reject(reason);
  let stamp = 0;
  return {
    load: refuse,
    render: () => ++stamp,
    renderBatch: refuse,
    renderRaw: refuse,
    weight: refuse,
    switchBackend: refuse,
    dispose: () => undefined,
  };
}
