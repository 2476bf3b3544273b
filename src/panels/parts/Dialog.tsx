import { Dialog as Parts } from 'radix-ui';
import type { ComponentProps, ReactNode } from 'react';
import { X } from './icons.tsx';

/** A dialog over the page: a title, its contents, and where it has them a sentence on what it is for and buttons at the end. */
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
} & Pick<ComponentProps<typeof Parts.Content>, 'onKeyDown' | 'onOpenAutoFocus'>) {
  return (
    <Parts.Root open onOpenChange={onClose}>
      <Parts.Portal>
        <div className="overlay" />
        <Parts.Content
          className={`dialog ${className}`}
          // Radix looks for a description unless it is told that there is none.
          {...(hint === undefined && { 'aria-describedby': undefined })}
          {...content}
        >
          <div className="dialog-head">
            <Parts.Title>{title}</Parts.Title>
            <Parts.Close className="icon-btn" aria-label="Close">
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
