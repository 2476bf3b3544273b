import { useEffect, useRef } from 'react';
import { ZscapeError } from '../../../base/errors.ts';
import { useRun } from '../../../commands/hooks.ts';
import { commandTitle } from '../../../commands/names/commandTitle.ts';
import { reloadPage } from '../../../commands/work/reload.ts';
import { useMessages } from '../../../language/useMessages.ts';
import { ErrorDetail } from '../ErrorWords.tsx';
import { History, X } from '../icons.tsx';
import { laterMessages } from './messages.ts';
import './brokenPart.css';

/** The part's shape: a block among others, a dialog over the page, a single button, or invisible. */
export type Shape = 'block' | 'dialog' | 'button' | 'hidden';

interface Props {
  error: Error;
  shape: Shape;
  /** The name of the command that opens it, or its name in the language of the page. */
  name?: string | undefined;
  onAgain: () => void;
  onClose?: (() => void) | undefined;
}

/** Replaces a part of the page that could not be fetched or that broke: says what happened and offers a way out. */
export function BrokenPart({ error, shape, name, onAgain, onClose }: Props) {
  const run = useRun();
  const t = useMessages(laterMessages);
  const gone = isGone(error);
  const again = useRef(onAgain);
  again.current = onAgain;
  useEffect(() => {
    if (shape !== 'hidden' || gone) return;
    // Nobody can see it to try again.
    const retryNow = () => again.current();
    window.addEventListener('online', retryNow, { once: true });
    return () => window.removeEventListener('online', retryNow);
  }, [shape, gone]);
  const retry = () => (gone ? void run(reloadPage) : onAgain());
  const words = gone ? t.reload : t.again;
  const what = whatHappened(error, t);
  const title = name === undefined ? t.thisPart : commandTitle(name);
  // The other sentences say everything.
  const detail = what === t.broke && error.message ? <ErrorDetail>{error.message}</ErrorDetail> : null;
  if (shape === 'hidden') return null;
  if (shape === 'button') {
    return (
      <button
        type="button"
        className="icon-btn broken-button"
        aria-label={t.button({ part: title, action: words })}
        title={what}
        onClick={retry}
      >
        <History size={17} aria-hidden="true" />
      </button>
    );
  }
  const actions = (
    <button type="button" className="btn primary" onClick={retry}>
      {words}
    </button>
  );
  if (shape === 'dialog') {
    // The browser's own dialog, because the code of the page's dialogs may be what is missing.
    return (
      <dialog
        ref={(dialog) => {
          if (dialog && !dialog.open) dialog.showModal();
        }}
        className="dialog broken-dialog"
        aria-label={title}
        onClose={() => onClose?.()}
      >
        <div className="dialog-head">
          <h2>{title}</h2>
          <button type="button" className="icon-btn" aria-label={t.close} onClick={() => onClose?.()}>
            <X size={18} aria-hidden="true" />
          </button>
        </div>
        <p role="alert">
          {what}
          {detail}
        </p>
        <div className="dialog-actions">{actions}</div>
      </dialog>
    );
  }
  return (
    <div className="broken-part" role="alert">
      <p>
        {what}
        {detail}
      </p>
      {actions}
    </div>
  );
}

const isGone = (error: Error): boolean => error instanceof ZscapeError && error.code === 'PART_GONE';

function whatHappened(error: Error, t: ReturnType<typeof laterMessages.get>): string {
  const code = error instanceof ZscapeError ? error.code : null;
  if (code === 'PART_GONE') return t.gone;
  if (code === 'PART_UNREACHABLE') return navigator.onLine === false ? t.offline : t.unreachable;
  return t.broke;
}
