import { ProgressBar } from './ProgressBar.tsx';

/** How far long work is, as a bar and in words, and a way to cancel it. */
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
  return (
    <>
      <ProgressBar label={label} done={done} total={total} text={words} />
      <div className="load-line">
        <span className="tab-nums">{words}</span>
        <button type="button" className="btn small" onClick={onCancel}>
          Cancel
        </button>
      </div>
    </>
  );
}
