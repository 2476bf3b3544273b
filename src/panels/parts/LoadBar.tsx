import type { ModelLoading } from '../../store/state/state.ts';
import { LongWork } from './LongWork.tsx';
import { bytesInWords } from './units.ts';

/** How many bytes of a model have arrived, and a way to cancel. */
export function LoadBar({ loading, onCancel }: { loading: ModelLoading; onCancel: () => void }) {
  const { progress, title } = loading;
  return (
    <div className="load">
      <LongWork
        label={`Loading ${title}`}
        done={progress?.loaded ?? 0}
        total={progress?.total ?? 0}
        words={inWords(loading)}
        onCancel={onCancel}
      />
    </div>
  );
}

function inWords({ progress, title }: ModelLoading): string {
  if (!progress) return `Looking for ${title}…`;
  if (progress.stage === 'prepare') return 'Preparing the engine…';
  const bytes = `${bytesInWords(progress.loaded)} of ${bytesInWords(progress.total)}`;
  return progress.fromCache ? `${bytes}, kept from last time` : bytes;
}
