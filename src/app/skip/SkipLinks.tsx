import type { MouseEvent } from 'react';
import { useMessages } from '../../language/useMessages.ts';
import { skipMessages } from './messages.ts';

/** The page's first Tab stops: links that skip the tabs and the header. */
export function SkipLinks() {
  const t = useMessages(skipMessages);
  return (
    <>
      <SkipLink to="#stage" text={t.toPicture} />
      <SkipLink to="#panel" text={t.toPanel} />
    </>
  );
}

function SkipLink({ to, text }: { to: string; text: string }) {
  return (
    <a className="skip-link" href={to} onClick={skip}>
      {text}
    </a>
  );
}

/** Moves the focus without changing the address, whose part after # is reserved for links to faces. */
function skip(event: MouseEvent<HTMLAnchorElement>): void {
  event.preventDefault();
  document.querySelector<HTMLElement>(event.currentTarget.hash)?.focus();
}
