import { useStore } from 'zustand';
import { useMessages } from '../language/useMessages.ts';
import { announcements } from '../store/announce.ts';
import { pageMessages } from './page/messages.ts';

/**
 * The region that screen readers listen to. It is part of the HTML from the beginning, because a region that is added together with its text is not read out.
 * `aria-live` is spelled out, because dialogs hide everything else of the page from screen readers.
 */
export function Announcements() {
  const t = useMessages(pageMessages);
  const { said } = useStore(announcements);
  return (
    <div className="unseen" role="status" aria-live="polite" aria-atomic="false" aria-label={t.announcements}>
      {said.map(({ id, text }) => (
        <p key={id}>{text}</p>
      ))}
    </div>
  );
}
