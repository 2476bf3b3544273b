import { Dialog as Parts } from 'radix-ui';
import type { ComponentProps, ReactNode } from 'react';
import { useMessages } from '../../language/useMessages.ts';
import { returnFocus } from './focusTrail.ts';
import { X } from './icons.tsx';
import { partsMessages } from './messages.ts';

/** A dialog over the page: a title, its contents, and optionally a sentence about its purpose and buttons at the end. */
export function Dialog({
  title,
  hint,
  className = '',
  onClose,
  actions,
  children,
  ...content
}: {
  title: string;
  hint?: ReactNode;
  className?: string;
  onClose: () => void;
  actions?: ReactNode;
  children: ReactNode;
} & Pick<
  ComponentProps<typeof Parts.Content>,
  'onKeyDown' | 'onOpenAutoFocus' | 'onEscapeKeyDown' | 'onCloseAutoFocus'
>) {
  const t = useMessages(partsMessages);
  return (
    <Parts.Root open onOpenChange={onClose}>
      <Parts.Portal>
        <div className="overlay" />
        <Parts.Content
          ref={keepFocusIn}
          className={`dialog ${className}`}
          // Radix looks for a description unless it is told that there is none.
          {...(hint === undefined && { 'aria-describedby': undefined })}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            returnFocus();
          }}
          {...content}
        >
          <div className="dialog-head">
            <Parts.Title>{title}</Parts.Title>
            <Parts.Close className="icon-btn" aria-label={t.close}>
              <X size={18} aria-hidden="true" />
            </Parts.Close>
          </div>
          {hint !== undefined && <Parts.Description className="hint">{hint}</Parts.Description>}
          {children}
          {actions !== undefined && <div className="dialog-actions">{actions}</div>}
        </Parts.Content>
      </Parts.Portal>
    </Parts.Root>
  );
}

/**
 * Gives the dialog itself the focus when the focused button is disabled. The browser would give it to the page, and the
 * dialog would hear no more keys. @returns how to stop
 */
function keepFocusIn(box: HTMLElement | null): (() => void) | undefined {
  if (box === null) return undefined;
  const observer = new MutationObserver((changes) => {
    const focused = document.activeElement;
    if (focused?.matches(':disabled') && changes.some(({ target }) => target === focused)) box.focus();
  });
  observer.observe(box, { subtree: true, attributes: true, attributeFilter: ['disabled'] });
  return () => observer.disconnect();
}
