import { useEffect } from 'react';
import { useRun } from '../commands/hooks.ts';
import { answerAddress, askAddress } from '../commands/work/models.ts';
import { Dialog } from '../panels/parts/Dialog.tsx';
import { looksLikeAddress } from '../panels/parts/looksLikeAddress.ts';
import { useSelect } from '../store/hooks.ts';
import type { AskedAddress } from '../store/state/models.ts';

/** Addresses of models that come by a link or are pasted anywhere on the page: nobody is asked for them before the user says so. */
export function AddressQuestion() {
  const run = useRun();
  const asked = useSelect((state) => state.askedAddress);
  useEffect(() => {
    const onPaste = (event: ClipboardEvent) => {
      if (event.defaultPrevented || takesText(event.target)) return;
      const text = event.clipboardData?.getData('text/plain') ?? '';
      if (!looksLikeAddress(text)) return;
      event.preventDefault();
      run(askAddress, text);
    };
    document.addEventListener('paste', onPaste);
    return () => document.removeEventListener('paste', onPaste);
  }, [run]);
  return asked && <Question asked={asked} />;
}

function Question({ asked: { address, host, by } }: { asked: AskedAddress }) {
  const run = useRun();
  const page = new URL(address).host;
  return (
    <Dialog
      title={`Open a model from ${host}?`}
      className="address-question"
      hint={by === 'link' ? 'This link is for a model that is not here yet.' : 'You pasted an address.'}
      onClose={() => run(answerAddress, false)}
      actions={
        <>
          <button type="button" className="btn" onClick={() => run(answerAddress, false)}>
            Not now
          </button>
          <button type="button" className="btn primary" onClick={() => run(answerAddress, true)}>
            Open
          </button>
        </>
      }
    >
      <p className="address">{address}</p>
      <p className="hint">
        Nobody has been asked yet. Open asks <b>{host}</b>
        {host !== page && `, where files of ${page} lie,`} for the model; that host sees your network address,
        as any host does. The model is converted here and stays on this device.
      </p>
    </Dialog>
  );
}

/** Where a paste means its text. */
function takesText(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement) return true;
  return (
    target instanceof HTMLInputElement &&
    !['range', 'checkbox', 'radio', 'button', 'color'].includes(target.type)
  );
}
