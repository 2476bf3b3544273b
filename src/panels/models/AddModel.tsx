import { type ChangeEvent, useRef, useState } from 'react';
import { useRun } from '../../commands/hooks.ts';
import { addModel, cancelAdd } from '../../commands/work/models.ts';
import { useMessages } from '../../language/useMessages.ts';
import { useSelect } from '../../store/hooks.ts';
import { FolderOpen, Link, Plus } from '../parts/icons.tsx';
import { LongWork } from '../parts/LongWork.tsx';
import { pickFiles } from '../parts/pickFiles.ts';
import { Section } from '../parts/Section.tsx';
import { FromAddress } from './FromAddress.tsx';
import { modelsMessages } from './messages.ts';
import { transferInWords } from './transfer.ts';

/** Adds a model that the user brings: an archive, a folder, or a model.json with its shards. */
export function AddModel() {
  const t = useMessages(modelsMessages);
  const run = useRun();
  const adding = useSelect((state) => state.adding);
  const files = useRef<HTMLInputElement>(null);
  const [byAddress, setByAddress] = useState(false);
  // So a failed address can be corrected: the field is gone while its model is fetched, but the typed text stays.
  const [address, setAddress] = useState('');
  const add = (chosen: readonly File[]) => {
    if (chosen.length === 0) return;
    run(
      addModel,
      chosen.map((file) => ({ path: file.webkitRelativePath || file.name, blob: file })),
    );
  };
  const take = ({ currentTarget }: ChangeEvent<HTMLInputElement>) => {
    add([...(currentTarget.files ?? [])]);
    currentTarget.value = '';
  };
  return (
    <Section title={t.bringYourOwn}>
      <p className="hint">{t.bringHint}</p>
      {adding ? (
        <div className="load">
          <b>{adding.name}</b>
          <LongWork
            label={t.adding({ model: adding.name })}
            done={adding.done}
            total={adding.total}
            words={
              adding.pace
                ? transferInWords(t, adding.done, adding.total, adding.pace)
                : t[`${adding.stage}Stage`]
            }
            onCancel={() => run(cancelAdd)}
          />
        </div>
      ) : (
        <div className="add-model">
          <button type="button" className="btn" onClick={() => files.current?.click()}>
            <Plus size={15} aria-hidden="true" /> {t.addModel}
          </button>
          <button
            type="button"
            className="btn ghost"
            onClick={() => void pickFiles({ folder: true }).then(add)}
          >
            <FolderOpen size={15} aria-hidden="true" /> {t.addFolder}
          </button>
          <button
            type="button"
            className="btn ghost"
            aria-expanded={byAddress}
            onClick={() => setByAddress(!byAddress)}
          >
            <Link size={15} aria-hidden="true" /> {t.fromAddress}
          </button>
        </div>
      )}
      {byAddress && !adding && <FromAddress address={address} onChange={setAddress} />}
      <input ref={files} type="file" multiple hidden aria-label={t.modelFiles} onChange={take} />
    </Section>
  );
}
