import { ProgressBar } from './ProgressBar.tsx';

/** Long work: how far it is, in words too, and a way out of it. */
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
