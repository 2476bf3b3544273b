import { type KeyboardEvent, useEffect, useId, useRef } from 'react';
import { useRun } from '../commands/hooks.ts';
import { answerAddress } from '../commands/work/models.ts';
import { useSelect } from '../store/hooks.ts';

/**
 * Whether to open a model whose address came by a link or was pasted: nobody is asked for it before the user says so. It stands over the
 * picture and takes nothing else away, so that whoever does not want to decide can go on.
 */
export function AddressQuestion() {
  const run = useRun();
  const asked = useSelect((state) => state.askedAddress);
  const card = useRef<HTMLElement>(null);
  const title = useId();
  // The card itself, and none of its buttons: a key that was meant for the page answers nothing.
  useEffect(() => {
    if (asked) card.current?.focus();
  }, [asked]);
  if (!asked) return null;
  const { address, host, by } = asked;
  const page = new URL(address).host;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') run(answerAddress, false);
  };
  return (
    <section
      ref={card}
      className="notice address-question"
      role="dialog"
      aria-labelledby={title}
      tabIndex={-1}
      onKeyDown={onKeyDown}
    >
      <h2 id={title}>Open a model from {host}?</h2>
      <p className="hint">
        {by === 'link' ? 'This link is for a model that is not here yet.' : 'You pasted an address.'} Nobody
        has been asked for it. Open asks <b>{host}</b>
        {host !== page && `, where the files of ${page} lie`}; that host sees your network address, as any
        host does. The model is converted here and stays on this device.
      </p>
      <p className="address">{address}</p>
      <div className="dialog-actions">
        <button type="button" className="btn" onClick={() => run(answerAddress, false)}>
          Not now
        </button>
        <button type="button" className="btn primary" onClick={() => run(answerAddress, true)}>
          Open
        </button>
      </div>
    </section>
  );
}
