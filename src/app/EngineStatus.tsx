import type { BackendName } from '../engine/contract.ts';
import { useMessages } from '../language/useMessages.ts';
import { millisecondsInWords } from '../panels/parts/units.ts';
import { useSelect } from '../store/hooks.ts';
import { pageMessages } from './page/messages.ts';

export const backendTitles: Record<BackendName, string> = {
  webgpu: 'WebGPU',
  webgl: 'WebGL',
  wasm: 'WASM',
  cpu: 'CPU',
};

/** Says what computes the pictures and how fast. Screen readers do not announce its changes, which come with every frame. */
export function EngineStatus() {
  const t = useMessages(pageMessages);
  const engine = useSelect((state) => state.engine);
  const loading = useSelect((state) => state.loading !== null);
  // Nothing is starting then; the stage says what could not be loaded.
  const stopped = useSelect((state) => state.notLoaded !== null && state.loading === null);
  const text = engine
    ? `${backendTitles[engine.backend]} · ${engine.frames > 0 ? millisecondsInWords(engine.ms) : t.warmingUp}`
    : stopped
      ? t.stopped
      : t.starting;
  return (
    <span
      className="pill engine"
      role="status"
      aria-label={t.engine}
      aria-live="off"
      title={
        engine ? `${backendTitles[engine.backend]}: ${engine.detail}` : stopped ? t.stopped : t.engineStarting
      }
      data-backend={engine?.backend}
      data-ms={engine?.ms}
      data-frames={engine?.frames}
      data-tensors={engine?.tensors}
      data-bytes={engine?.bytes}
    >
      <span className={loading || (!engine && !stopped) ? 'dot busy' : 'dot'} />
      <span className="tab-nums">{text}</span>
    </span>
  );
}
