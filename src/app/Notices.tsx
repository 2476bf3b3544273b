import { type ReactNode, useEffect } from 'react';
import { useRun } from '../commands/hooks.ts';
import { dismiss } from '../commands/view/view.ts';
import { useErrorText } from '../language/errors/errorText.ts';
import { useMessages } from '../language/useMessages.ts';
import { ErrorWords } from '../panels/parts/ErrorWords.tsx';
import { returnFocus } from '../panels/parts/focusTrail.ts';
import { X } from '../panels/parts/icons.tsx';
import { announce } from '../store/announce.ts';
import { useSelect } from '../store/hooks.ts';
import type { Notice } from '../store/state/state.ts';
import { pageMessages } from './page/messages.ts';

/**
 * Sentences about what went wrong, and news. Errors and warnings stay until they are dismissed or their reason is gone.
 * @param children shown above them
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
  const t = useMessages(pageMessages);
  const { id, kind, error } = notice;
  const { text } = useErrorText()(error, kind);
  useEffect(() => announce(text), [text]);
  useEffect(() => {
    if (kind !== 'info') return;
    const timer = setTimeout(() => run(dismiss, id), infoSeconds * 1000);
    return () => clearTimeout(timer);
  }, [run, id, kind]);
  const putAway = () => {
    run(dismiss, id);
    // The next render removes the button along with the line.
    setTimeout(returnFocus);
  };
  return (
    // The region for announcements reads it out, in order with everything else; the alert must not read it a second time.
    <div className={`notice ${kind}`} role={kind === 'error' ? 'alert' : 'note'} aria-live="off">
      <p>
        <ErrorWords error={error} kind={kind} />
        {kind === 'error' && <small>{error.code}</small>}
      </p>
      <button type="button" className="icon-btn" aria-label={t.dismiss} onClick={putAway}>
        <X size={16} aria-hidden="true" />
      </button>
    </div>
  );
}
