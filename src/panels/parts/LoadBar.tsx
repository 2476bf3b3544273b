import { formatBytes } from '../../language/numbers.ts';
import { useMessages } from '../../language/useMessages.ts';
import type { ModelLoading } from '../../store/state/state.ts';
import { LongWork } from './LongWork.tsx';
import { partsMessages } from './messages.ts';

/** Shows how many bytes of a model have arrived, with a Cancel button. */
export function LoadBar({ loading, onCancel }: { loading: ModelLoading; onCancel: () => void }) {
  const t = useMessages(partsMessages);
  const { progress, title } = loading;
  return (
    <div className="load">
      <LongWork
        label={t.loading({ model: title })}
        done={progress?.loaded ?? 0}
        total={progress?.total ?? 0}
        words={inWords(loading, t)}
        onCancel={onCancel}
      />
    </div>
  );
}

function inWords(
  { progress, title }: ModelLoading,
  t: Pick<ReturnType<typeof partsMessages.get>, 'lookingFor' | 'preparing' | 'doneOf' | 'doneOfKept'>,
): string {
  if (!progress) return t.lookingFor({ model: title });
  if (progress.stage === 'prepare') return t.preparing;
  const bytes = { done: formatBytes(progress.loaded), total: formatBytes(progress.total) };
  return progress.fromCache ? t.doneOfKept(bytes) : t.doneOf(bytes);
}
