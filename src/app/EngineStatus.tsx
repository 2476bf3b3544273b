import type { BackendName } from '../engine/contract.ts';
import { millisecondsInWords } from '../panels/parts/units.ts';
import { useSelect } from '../store/hooks.ts';

export const backendTitles: Record<BackendName, string> = {
  webgpu: 'WebGPU',
  webgl: 'WebGL',
  wasm: 'WASM',
  cpu: 'CPU',
};

/** Says what computes the pictures and how fast. Screen readers do not announce its changes, which come with every frame. */
export function EngineStatus() {
  const engine = useSelect((state) => state.engine);
  const loading = useSelect((state) => state.loading !== null);
  const text = engine
    ? `${backendTitles[engine.backend]} · ${engine.frames > 0 ? millisecondsInWords(engine.ms) : 'warming up'}`
    : 'Starting…';
  return (
    <span
      className="pill engine"
      role="status"
      aria-label="Engine"
      aria-live="off"
      title={engine ? `${backendTitles[engine.backend]}: ${engine.detail}` : 'The engine is starting'}
      data-backend={engine?.backend}
      data-ms={engine?.ms}
      data-frames={engine?.frames}
      data-tensors={engine?.tensors}
      data-bytes={engine?.bytes}
    >
      <span className={loading || !engine ? 'dot busy' : 'dot'} />
      <span className="tab-nums">{text}</span>
    </span>
  );
}
