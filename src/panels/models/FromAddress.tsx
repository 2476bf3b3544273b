import type { FormEvent } from 'react';
import { useRun } from '../../commands/hooks.ts';
import { openAddress } from '../../commands/work/models.ts';
import { useMessages } from '../../language/useMessages.ts';
import { modelsMessages } from './messages.ts';

/** The field for a model's address. Only opening it asks the host for anything. */
export function FromAddress({ address, onChange }: { address: string; onChange: (address: string) => void }) {
  const t = useMessages(modelsMessages);
  const run = useRun();
  const open = (event: FormEvent) => {
    event.preventDefault();
    // The command reports failures, and the address stays so it can be corrected.
    run(openAddress, address)?.then(
      () => onChange(''),
      () => undefined,
    );
  };
  return (
    <>
      <form className="from-address" onSubmit={open}>
        <input
          type="text"
          inputMode="url"
          aria-label={t.address}
          aria-describedby="from-address-hint"
          placeholder={t.addressExample}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          // biome-ignore lint/a11y/noAutofocus: the field is there because its button was pressed
          autoFocus
          value={address}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
        <button type="submit" className="btn">
          {t.open}
        </button>
      </form>
      <p className="model-facts" id="from-address-hint">
        {t.addressHint}
      </p>
    </>
  );
}
