/** A bar that shows how far long work is. */
export function ProgressBar({
  label,
  done,
  total,
  text,
}: {
  label: string;
  done: number;
  /** 0 while unknown. */
  total: number;
  /** The name for screen readers. */
  text?: string | undefined;
}) {
  return (
    <div
      className="bar"
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={total || 100}
      aria-valuenow={done}
      aria-valuetext={text}
    >
      <i style={{ width: `${total > 0 ? (100 * done) / total : 0}%` }} />
    </div>
  );
}
