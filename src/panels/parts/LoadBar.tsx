import type { ModelLoading } from '../../store/state/state.ts';
import { bytesInWords } from './units.ts';

/** Bytes that have arrived of a model, and a way out. */
export function LoadBar({ loading, onCancel }: { loading: ModelLoading; onCancel: () => void }) {
  const { progress, title } = loading;
  const share = progress && progress.total > 0 ? progress.loaded / progress.total : 0;
  return (
    <div className="load">
      <div
        className="bar"
        role="progressbar"
        aria-label={`Loading ${title}`}
        aria-valuemin={0}
        aria-valuemax={progress?.total ?? 100}
        aria-valuenow={progress?.loaded ?? 0}
        aria-valuetext={inWords(loading)}
      >
        <i style={{ width: `${share * 100}%` }} />
      </div>
      <div className="load-line">
        <span className="tab-nums">{inWords(loading)}</span>
        <button type="button" className="btn small" onClick={onCancel}>
          Cancel
        </button>
      </div>
    </div>
  );
}

function inWords({ progress, title }: ModelLoading): string {
  if (!progress) return `Looking for ${title}…`;
  if (progress.stage === 'prepare') return 'Preparing the engine…';
  const bytes = `${bytesInWords(progress.loaded)} of ${bytesInWords(progress.total)}`;
  return progress.fromCache ? `${bytes}, kept from last time` : bytes;
}
