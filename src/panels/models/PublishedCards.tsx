import { useState } from 'react';
import type { VariantName } from '../../bundle/published/fileList.ts';
import { bytesOf, hostsOf, type PublishedModel } from '../../bundle/published/publishedModel.ts';
import { publishedModels } from '../../bundle/published/publishedModels.ts';
import { useRun } from '../../commands/hooks.ts';
import { cancelGetting, getPublished } from '../../commands/work/models.ts';
import { useSelect } from '../../store/hooks.ts';
import type { ModelGetting } from '../../store/state/state.ts';
import { Choice } from '../parts/fields/Choice.tsx';
import { CloudDownload } from '../parts/icons.tsx';
import { LongWork } from '../parts/LongWork.tsx';
import { transferInWords } from '../parts/units.ts';

const sizes = [
  { value: 'uint8', label: '8 bits' },
  { value: 'float32', label: 'Full' },
] as const satisfies readonly { value: VariantName; label: string }[];

/** Models that others have published and that are not here yet. */
export function PublishedCards() {
  const catalogue = useSelect((state) => state.catalogue);
  if (!catalogue) return null;
  return publishedModels
    .filter(({ id }) => !catalogue.some((entry) => entry.id === id))
    .map((model) => <PublishedCard key={model.id} model={model} />);
}

function PublishedCard({ model }: { model: PublishedModel }) {
  const run = useRun();
  const [size, setSize] = useState<VariantName>('uint8');
  const source = useSelect((state) => state.publishedSource);
  const offered = useSelect((state) => state.offered === model.id);
  const getting = useSelect((state) => (state.getting?.id === model.id ? state.getting : null));
  const { id, title, latent, shows, licence } = model;
  const host = source === null ? model.host : new URL(source).host;
  const files = model.variants[size] ?? [];
  // How large another source's files are only its own list says.
  const bytes = source === null ? `${Math.round(bytesOf(files) / 1e6)} MB, ` : '';
  return (
    <li className={offered ? 'model on' : 'model'}>
      <div className="model-head">
        <b>{title}</b>
        {!getting && (
          <button
            type="button"
            className="btn small"
            aria-label={`Get ${title}`}
            onClick={() => run(getPublished, id, size)}
          >
            <CloudDownload size={14} aria-hidden="true" /> Get
          </button>
        )}
      </div>
      <p className="model-facts">
        {latent}-d · {shows} · {bytes}from {host}
      </p>
      <p className="model-facts">
        {source === null ? `Licence: ${licence.name}` : `Licence: what ${host} offers may be another model`}
      </p>
      {offered && (
        <p className="hint" role="status">
          The link that you opened shows a face of this model, which is not here yet. Get it, and the face is
          shown.
        </p>
      )}
      {getting ? (
        <div className="load">
          <LongWork
            label={`Getting ${title}`}
            done={getting.done}
            total={getting.total}
            words={gettingInWords(getting)}
            onCancel={() => run(cancelGetting)}
          />
        </div>
      ) : (
        <>
          <Choice label="Size" options={sizes} value={size} onChange={setSize} />
          <p className="model-facts">{source === null ? asked(model, files.length) : askedOf(model, host)}</p>
        </>
      )}
    </li>
  );
}

/** Whom a click asks, and for what. */
function asked(model: PublishedModel, files: number): string {
  const [first, ...others] = hostsOf(model);
  const next = others.length > 0 ? ` (${others.join(', ')} if that fails)` : '';
  return `Nobody is asked before you click. Then ${first}${next} is asked for ${files} files, and sees your network address as any host does. Each file is checked; the model is converted here and stays on this device.`;
}

function askedOf({ host, title }: PublishedModel, source: string): string {
  return `The address of this page names ${source} in place of ${host}. Nobody is asked before you click; then ${source} is asked for its list and for the files in it, which are checked against that list, not against the published ${title}.`;
}

function gettingInWords({
  stage,
  words,
  done,
  total,
  bytesPerSecond = 0,
  secondsLeft = null,
}: ModelGetting): string {
  return stage === 'convert' ? `${words}…` : transferInWords(done, total, { bytesPerSecond, secondsLeft });
}
