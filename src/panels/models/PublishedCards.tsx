import { useState } from 'react';
import type { VariantName } from '../../bundle/published/fileList.ts';
import { bytesOf, hostsOf, type PublishedModel } from '../../bundle/published/publishedModel.ts';
import { publishedModels } from '../../bundle/published/publishedModels.ts';
import { useRun } from '../../commands/hooks.ts';
import { cancelGetting, getPublished } from '../../commands/work/models.ts';
import { formatBytes, formatList } from '../../language/numbers.ts';
import { useMessages } from '../../language/useMessages.ts';
import { useSelect } from '../../store/hooks.ts';
import type { ModelGetting } from '../../store/state/state.ts';
import { Choice } from '../parts/fields/Choice.tsx';
import { CloudDownload } from '../parts/icons.tsx';
import { LongWork } from '../parts/LongWork.tsx';
import { modelsMessages } from './messages.ts';
import { transferInWords } from './transfer.ts';

/** Published models of others that are not on this device yet. */
export function PublishedCards() {
  const catalogue = useSelect((state) => state.catalogue);
  if (!catalogue) return null;
  return publishedModels
    .filter(({ id }) => !catalogue.some((entry) => entry.id === id))
    .map((model) => <PublishedCard key={model.id} model={model} />);
}

function PublishedCard({ model }: { model: PublishedModel }) {
  const t = useMessages(modelsMessages);
  const run = useRun();
  const [size, setSize] = useState<VariantName>('uint8');
  const source = useSelect((state) => state.publishedSource);
  const offered = useSelect((state) => state.offered === model.id);
  const getting = useSelect((state) => (state.getting?.id === model.id ? state.getting : null));
  const { id, title, latent, licence } = model;
  const host = source === null ? model.host : new URL(source).host;
  const files = model.variants[size] ?? [];
  // Only another source's own list says how large its files are.
  const from =
    source === null
      ? t.sizeFrom({ bytes: formatBytes(Math.round(bytesOf(files) / 1e6) * 1e6), host })
      : t.from({ host });
  const sizes: readonly { value: VariantName; label: string }[] = [
    { value: 'uint8', label: t.eightBits },
    { value: 'float32', label: t.full },
  ];
  return (
    <li className={offered ? 'model on' : 'model'}>
      <div className="model-head">
        <b>{title}</b>
        {!getting && (
          <button
            type="button"
            className="btn small"
            aria-label={t.getModel({ model: title })}
            onClick={() => run(getPublished, id, size)}
          >
            <CloudDownload size={14} aria-hidden="true" /> {t.get}
          </button>
        )}
      </div>
      <p className="model-facts">
        {t.latentNumbers(latent)} · {{ realFaces: t.realFaces }[model.shows]} · {from}
      </p>
      <p className="model-facts">
        {source === null ? t.licenceOf({ licence: licence.name }) : t.otherLicence({ host })}
      </p>
      {offered && (
        <p className="hint" role="status">
          {t.offered}
        </p>
      )}
      {getting ? (
        <div className="load">
          <LongWork
            label={t.getting({ model: title })}
            done={getting.done}
            total={getting.total}
            words={gettingInWords(t, getting)}
            onCancel={() => run(cancelGetting)}
          />
        </div>
      ) : (
        <>
          <Choice label={t.size} options={sizes} value={size} onChange={setSize} />
          <p className="model-facts">
            {source === null
              ? asked(t, model, files.length)
              : t.asksMirror({ source: host, host: model.host, model: title })}
          </p>
        </>
      )}
    </li>
  );
}

type Texts = ReturnType<typeof modelsMessages.get>;

/** Says which host a click contacts, and for what. */
function asked(t: Texts, model: PublishedModel, files: number): string {
  const [host = model.host, ...others] = hostsOf(model);
  return others.length > 0
    ? t.asksOrElse({ host, files, others: formatList(others, 'disjunction') })
    : t.asks({ host, files });
}

function gettingInWords(t: Texts, getting: ModelGetting): string {
  const { stage, done, total, bytesPerSecond = 0, secondsLeft = null } = getting;
  return stage === 'fetch'
    ? transferInWords(t, done, total, { bytesPerSecond, secondsLeft })
    : t[`${stage}Stage`];
}
