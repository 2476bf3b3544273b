import type { FormEvent } from 'react';
import { useRun } from '../../commands/hooks.ts';
import { openAddress } from '../../commands/work/models.ts';

/** The field for a model's address. Only opening it asks the host for anything. */
export function FromAddress({ address, onChange }: { address: string; onChange: (address: string) => void }) {
  const run = useRun();
  const open = (event: FormEvent) => {
    event.preventDefault();
    // What goes wrong is told by the command, and the address stays to be mended.
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
          aria-label="Address"
          aria-describedby="from-address-hint"
          placeholder="https://…/model.json"
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          // biome-ignore lint/a11y/noAutofocus: the field is there because its button was pressed
          autoFocus
          value={address}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
        <button type="submit" className="btn">
          Open
        </button>
      </form>
      <p className="model-facts" id="from-address-hint">
        Of a file (<code>model.json</code>, .zip, .tar.gz, .safetensors, .h5, .keras, .onnx), a folder with a{' '}
        <code>model.json</code>, or a page about one on GitHub or Hugging Face. Open asks that host, which
        sees your network address as any host does.
      </p>
    </>
  );
}
