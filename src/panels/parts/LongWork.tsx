import { useMessages } from '../../language/useMessages.ts';
import { partsMessages } from './messages.ts';
import { ProgressBar } from './ProgressBar.tsx';

/** Shows the progress of long work, as a bar and in words, with a Cancel button. */
export function LongWork({
  label,
  done,
  total,
  words,
  onCancel,
}: {
  label: string;
  done: number;
  total: number;
  words: string;
  onCancel: () => void;
}) {
  const t = useMessages(partsMessages);
  return (
    <>
      <ProgressBar label={label} done={done} total={total} text={words} />
      <div className="load-line">
        <span className="tab-nums">{words}</span>
        <button type="button" className="btn small" onClick={onCancel}>
          {t.cancel}
        </button>
      </div>
    </>
  );
}
