import { type ReactNode, useEffect } from 'react';
import { useRun } from '../commands/hooks.ts';
import { dismiss } from '../commands/view/view.ts';
import { X } from '../panels/parts/icons.tsx';
import { useSelect } from '../store/hooks.ts';
import type { Notice } from '../store/state/state.ts';

/**
 * Sentences about what went wrong, or what is good to know. Errors and warnings stay until they are dismissed.
 * @param children stand above them
 */
export function Notices({ children }: { children: ReactNode }) {
  const notices = useSelect((state) => state.notices);
  return (
    <div className="notices">
      {children}
      {notices.map((notice) => (
        <NoticeCard key={notice.id} notice={notice} />
      ))}
    </div>
  );
}

const infoSeconds = 12;

function NoticeCard({ notice }: { notice: Notice }) {
  const run = useRun();
  const { id, kind, error } = notice;
  useEffect(() => {
    if (kind !== 'info') return;
    const timer = setTimeout(() => run(dismiss, id), infoSeconds * 1000);
    return () => clearTimeout(timer);
  }, [run, id, kind]);
  return (
    <div className={`notice ${kind}`} role={kind === 'error' ? 'alert' : 'note'}>
      <p>
        {error.message}
        {kind === 'error' && <small>{error.code}</small>}
      </p>
      <button type="button" className="icon-btn" aria-label="Dismiss" onClick={() => run(dismiss, id)}>
        <X size={16} aria-hidden="true" />
      </button>
    </div>
  );
}
