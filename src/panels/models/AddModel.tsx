import { type ChangeEvent, useRef, useState } from 'react';
import { useRun } from '../../commands/hooks.ts';
import { addModel, cancelAdd } from '../../commands/work/models.ts';
import { useSelect } from '../../store/hooks.ts';
import { FolderOpen, Link, Plus } from '../parts/icons.tsx';
import { LongWork } from '../parts/LongWork.tsx';
import { pickFiles } from '../parts/pickFiles.ts';
import { Section } from '../parts/Section.tsx';
import { transferInWords } from '../parts/units.ts';
import { FromAddress } from './FromAddress.tsx';

/** Adds a model that the user brings: an archive, a folder, or a model.json with its shards. */
export function AddModel() {
  const run = useRun();
  const adding = useSelect((state) => state.adding);
  const files = useRef<HTMLInputElement>(null);
  const [byAddress, setByAddress] = useState(false);
  // What failed can be mended: the field is gone while its model is fetched, and what was typed stays.
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
    <Section title="Bring your own">
      <p className="hint">
        Drop a generator anywhere on this page: as TensorFlow saved it (.tar.gz, .tar, .zip or its folder), as
        Keras saved it (<code>.h5</code>, <code>.keras</code>), a TF.js <code>model.json</code> with its
        weights, <code>.onnx</code> or <code>.safetensors</code>. It is converted here, in your browser, and
        stays on this device.
      </p>
      {adding ? (
        <div className="load">
          <b>{adding.name}</b>
          <LongWork
            label={`Adding ${adding.name}`}
            done={adding.done}
            total={adding.total}
            words={adding.pace ? transferInWords(adding.done, adding.total, adding.pace) : `${adding.stage}…`}
            onCancel={() => run(cancelAdd)}
          />
        </div>
      ) : (
        <div className="add-model">
          <button type="button" className="btn" onClick={() => files.current?.click()}>
            <Plus size={15} aria-hidden="true" /> Add a model
          </button>
          <button
            type="button"
            className="btn ghost"
            onClick={() => void pickFiles({ folder: true }).then(add)}
          >
            <FolderOpen size={15} aria-hidden="true" /> A folder
          </button>
          <button
            type="button"
            className="btn ghost"
            aria-expanded={byAddress}
            onClick={() => setByAddress(!byAddress)}
          >
            <Link size={15} aria-hidden="true" /> From an address
          </button>
        </div>
      )}
      {byAddress && !adding && <FromAddress address={address} onChange={setAddress} />}
      <input ref={files} type="file" multiple hidden aria-label="Model files" onChange={take} />
    </Section>
  );
}
