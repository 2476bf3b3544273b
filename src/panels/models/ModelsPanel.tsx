import { useRun } from '../../commands/hooks.ts';
import {
  cancelFitting,
  cancelLoad,
  exportModel,
  loadModel,
  removeModel,
} from '../../commands/work/models.ts';
import { useSelect } from '../../store/hooks.ts';
import type { ModelEntry, ModelFitting } from '../../store/state/state.ts';
import { IconButton } from '../parts/IconButton.tsx';
import { Check, Download, FileArchive, Trash } from '../parts/icons.tsx';
import { LoadBar } from '../parts/LoadBar.tsx';
import { LongWork } from '../parts/LongWork.tsx';
import { Section } from '../parts/Section.tsx';
import { bytesInWords } from '../parts/units.ts';
import { AddModel } from './AddModel.tsx';
import { ModelFigures } from './ModelFigures.tsx';
import { PublishedCards } from './PublishedCards.tsx';
import './models.css';

/** The models that this page offers, and how to bring another. */
export default function ModelsPanel() {
  const catalogue = useSelect((state) => state.catalogue);
  return (
    <>
      <Section
        title="Models"
        hint="A model is downloaded once and then kept by the browser. Nothing you do leaves this machine."
      >
        <ul className="model-list">
          {catalogue?.map((entry) => (
            <ModelCard key={entry.id} entry={entry} />
          ))}
          <PublishedCards />
        </ul>
      </Section>
      <AddModel />
      <AboutModel />
      <ModelFigures />
    </>
  );
}

function ModelCard({ entry }: { entry: ModelEntry }) {
  const run = useRun();
  const current = useSelect(({ model }) => model?.id === entry.id);
  const loading = useSelect((state) => (state.loading?.id === entry.id ? state.loading : null));
  const fitting = useSelect((state) => (state.fitting?.id === entry.id ? state.fitting : null));
  const facts = entry.damaged
    ? []
    : [
        entry.family === 'progan' ? 'ProGAN' : entry.family && 'Graph model',
        entry.resolution && `${entry.resolution} px`,
        entry.latent && `${entry.latent}-d`,
        bytesInWords(entry.bytes),
      ];
  return (
    <li className={current ? 'model on' : 'model'}>
      <div className="model-head">
        <b>{entry.title}</b>
        {current ? (
          <span className="pill">
            <Check size={13} aria-hidden="true" /> On the canvas
          </span>
        ) : (
          !loading &&
          !entry.damaged && (
            <button
              type="button"
              className="btn small"
              aria-label={`Load ${entry.title}`}
              onClick={() => run(loadModel, entry)}
            >
              <Download size={14} aria-hidden="true" /> Load
            </button>
          )
        )}
      </div>
      <p className="model-facts">{entry.damaged ?? facts.filter(Boolean).join(' · ')}</p>
      {entry.licence && <p className="model-facts">Licence: {entry.licence}</p>}
      {entry.onDevice && (
        <div className="model-device">
          <span className="pill">{entry.damaged ? 'Damaged, on this device' : 'On this device'}</span>
          <IconButton
            label={`Export ${entry.title} as a bundle`}
            title="Save as a bundle (.zip) that another page or the command line takes"
            Icon={FileArchive}
            onClick={() => run(exportModel, entry)}
          />
          <IconButton
            label={`Remove ${entry.title}`}
            title={current ? 'Load another model first' : 'Remove from this device'}
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
  const run = useRun();
  const percent = total > 0 ? Math.floor((100 * done) / total) : 0;
  return (
    <div className="load">
      <LongWork
        label={`Fitting previews of ${title}`}
        done={percent}
        total={100}
        words={`Learning quick previews, ${percent}\u00a0%`}
        onCancel={() => run(cancelFitting)}
      />
    </div>
  );
}

function AboutModel() {
  const model = useSelect((state) => state.model);
  if (!model) return null;
  const { licence, source, generator, latent } = model;
  return (
    <Section title={`About ${model.title}`}>
      {model.description && <p className="hint">{model.description}</p>}
      <dl className="facts">
        <dt>Network</dt>
        <dd>
          {generator.family === 'progan'
            ? `Progressive GAN, ${generator.blocks.length} blocks`
            : 'Graph model, run as it is'}
        </dd>
        <dt>Parameters</dt>
        <dd>{model.parameters.toLocaleString('en')}</dd>
        <dt>Latent</dt>
        <dd>
          {latent.size} dimensions, {latent.prior}
          {latent.normalised && ', only the direction counts'}
          {model.latents && `, drawn like ${model.latents.samples} latents that came with the model`}
        </dd>
        {model.classes && (
          <>
            <dt>Classes</dt>
            <dd>{model.classes.count.toLocaleString('en')}</dd>
          </>
        )}
        <dt>Weights</dt>
        <dd>{model.quantization === 'none' ? 'float32' : model.quantization}</dd>
        {licence && (
          <>
            <dt>Licence</dt>
            <dd>{licence.url ? <a href={licence.url}>{licence.name}</a> : licence.name}</dd>
          </>
        )}
        {licence?.credit && (
          <>
            <dt>Credit</dt>
            <dd>{licence.credit}</dd>
          </>
        )}
        {source && (
          <>
            <dt>Source</dt>
            <dd>{source.url ? <a href={source.url}>{source.name}</a> : source.name}</dd>
          </>
        )}
      </dl>
    </Section>
  );
}
