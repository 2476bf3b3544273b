import { useRun } from '../../commands/hooks.ts';
import {
  cancelFitting,
  cancelLoad,
  exportModel,
  loadModel,
  removeModel,
} from '../../commands/work/models.ts';
import { formatBytes, formatNumber, formatPercent } from '../../language/numbers.ts';
import { useMessages } from '../../language/useMessages.ts';
import { useSelect } from '../../store/hooks.ts';
import type { ModelEntry, ModelFitting } from '../../store/state/state.ts';
import { GalleryButton } from '../gallery/GalleryButton.tsx';
import { ErrorWords } from '../parts/ErrorWords.tsx';
import { IconButton } from '../parts/IconButton.tsx';
import { Check, Download, FileArchive, Trash } from '../parts/icons.tsx';
import { LoadBar } from '../parts/LoadBar.tsx';
import { LongWork } from '../parts/LongWork.tsx';
import { Section } from '../parts/Section.tsx';
import { AddModel } from './AddModel.tsx';
import { ModelFigures } from './ModelFigures.tsx';
import { modelsMessages } from './messages.ts';
import { PublishedCards } from './PublishedCards.tsx';
import './models.css';

/** The models that this page offers, and how to bring another. */
export default function ModelsPanel() {
  const t = useMessages(modelsMessages);
  const catalogue = useSelect((state) => state.catalogue);
  return (
    <>
      <Section title={t.title} hint={t.hint}>
        <ul className="model-list">
          {catalogue?.map((entry) => (
            <ModelCard key={entry.id} entry={entry} />
          ))}
          <PublishedCards />
        </ul>
      </Section>
      <GalleryButton />
      <AddModel />
      <AboutModel />
      <ModelFigures />
    </>
  );
}

function ModelCard({ entry }: { entry: ModelEntry }) {
  const t = useMessages(modelsMessages);
  const run = useRun();
  const current = useSelect(({ model }) => model?.id === entry.id);
  const loading = useSelect((state) => (state.loading?.id === entry.id ? state.loading : null));
  const fitting = useSelect((state) => (state.fitting?.id === entry.id ? state.fitting : null));
  const facts = entry.damaged
    ? []
    : [
        entry.family === 'progan' ? t.proGan : entry.family && t.graph,
        entry.resolution && `${entry.resolution} px`,
        entry.latent && t.latentNumbers(entry.latent),
        formatBytes(entry.bytes),
      ];
  return (
    <li className={current ? 'model on' : 'model'}>
      <div className="model-head">
        <b>{entry.title}</b>
        {current ? (
          <span className="pill">
            <Check size={13} aria-hidden="true" /> {t.current}
          </span>
        ) : (
          !loading &&
          !entry.damaged && (
            <button
              type="button"
              className="btn small"
              aria-label={t.loadModel({ model: entry.title })}
              onClick={() => run(loadModel, entry)}
            >
              <Download size={14} aria-hidden="true" /> {t.load}
            </button>
          )
        )}
      </div>
      <p className="model-facts">
        {entry.damaged ? (
          <ErrorWords error={{ code: 'STORAGE_DAMAGED', message: entry.damaged }} />
        ) : (
          facts.filter(Boolean).join(' · ')
        )}
      </p>
      {entry.licence && <p className="model-facts">{t.licenceOf({ licence: entry.licence })}</p>}
      {entry.onDevice && (
        <div className="model-device">
          <span className="pill">{entry.damaged ? t.damaged : t.onDevice}</span>
          <IconButton
            label={t.exportBundle({ model: entry.title })}
            title={t.exportBundleHint}
            Icon={FileArchive}
            onClick={() => run(exportModel, entry)}
          />
          <IconButton
            label={t.remove({ model: entry.title })}
            title={current ? t.removeCurrent : t.removeHint}
            Icon={Trash}
            disabled={current}
            onClick={() => run(removeModel, entry)}
          />
        </div>
      )}
      {loading && <LoadBar loading={loading} onCancel={() => run(cancelLoad)} />}
      {fitting && <Fitting title={entry.title} fitting={fitting} />}
    </li>
  );
}

/** Progress of the fit of previews, the small pictures that answer a dragging hand sooner. */
function Fitting({ title, fitting: { done, total } }: { title: string; fitting: ModelFitting }) {
  const t = useMessages(modelsMessages);
  const run = useRun();
  const percent = total > 0 ? Math.floor((100 * done) / total) : 0;
  return (
    <div className="load">
      <LongWork
        label={t.fitting({ model: title })}
        done={percent}
        total={100}
        words={t.fittingNow({ percent: formatPercent(percent / 100) })}
        onCancel={() => run(cancelFitting)}
      />
    </div>
  );
}

function AboutModel() {
  const t = useMessages(modelsMessages);
  const model = useSelect((state) => state.model);
  if (!model) return null;
  const { licence, source, generator, latent } = model;
  return (
    <Section title={t.about({ model: model.title })}>
      {model.description && <p className="hint">{model.description}</p>}
      <dl className="facts">
        <dt>{t.network}</dt>
        <dd>{generator.family === 'progan' ? t.blocks(generator.blocks.length) : t.asItIs}</dd>
        <dt>{t.parameters}</dt>
        <dd>{formatNumber(model.parameters)}</dd>
        <dt>{t.latentSpace}</dt>
        <dd>
          {latent.prior === 'normal' ? t.normal(latent.size) : t.uniform(latent.size)}
          {latent.normalised && <p>{t.directionCounts}</p>}
          {model.latents && <p>{t.drawnLike(model.latents.samples)}</p>}
        </dd>
        {model.classes && (
          <>
            <dt>{t.classes}</dt>
            <dd>{formatNumber(model.classes.count)}</dd>
          </>
        )}
        <dt>{t.weights}</dt>
        <dd>{model.quantization === 'none' ? t.fullPrecision : model.quantization}</dd>
        {licence && (
          <>
            <dt>{t.licence}</dt>
            <dd>{licence.url ? <a href={licence.url}>{licence.name}</a> : licence.name}</dd>
          </>
        )}
        {licence?.credit && (
          <>
            <dt>{t.credit}</dt>
            <dd>{licence.credit}</dd>
          </>
        )}
        {source && (
          <>
            <dt>{t.source}</dt>
            <dd>{source.url ? <a href={source.url}>{source.name}</a> : source.name}</dd>
          </>
        )}
      </dl>
    </Section>
  );
}
