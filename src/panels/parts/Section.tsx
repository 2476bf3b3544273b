import { type ReactNode, useId } from 'react';

/** A titled part of a panel. `hint` is one quiet sentence under the title. */
export function Section({
  title,
  aside,
  hint,
  className = '',
  children,
}: {
  title: string;
  aside?: ReactNode;
  hint?: ReactNode;
  className?: string;
  children: ReactNode;
}) {
  const id = useId();
  return (
    <section className={`section ${className}`} aria-labelledby={id}>
      <div className="section-head">
        <h2 id={id}>{title}</h2>
        {aside}
      </div>
      {hint && <p className="hint">{hint}</p>}
      {children}
    </section>
  );
}
