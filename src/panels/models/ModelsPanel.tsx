import { Check, Download } from 'lucide-react';
import type { CatalogueEntry } from '../../bundle/catalogue.ts';
import { useRun } from '../../commands/hooks.ts';
import { cancelLoad, loadModel } from '../../commands/models.ts';
import { useSelect } from '../../store/hooks.ts';
import { LoadBar } from '../parts/LoadBar.tsx';
import { Section } from '../parts/Section.tsx';
import { bytesInWords } from '../parts/units.ts';
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
        </ul>
      </Section>
      <AboutModel />
      <Section title="Bring another">
        <p className="hint">
          Any generator saved as a TF-Hub module, TF-Hub’s <code>progan-128</code> among them, is converted on
          the command line, without Python:
        </p>
        <pre className="command">npm run convert -- module.tar.gz --id my-model</pre>
        <p className="hint">It then stands in this list after a reload.</p>
      </Section>
    </>
  );
}

function ModelCard({ entry }: { entry: CatalogueEntry }) {
  const run = useRun();
  const current = useSelect(({ model }) => model?.id === entry.id);
  const loading = useSelect((state) => (state.loading?.id === entry.id ? state.loading : null));
  const facts = [
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
          !loading && (
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
      <p className="model-facts">{facts.filter(Boolean).join(' · ')}</p>
      {entry.licence && <p className="model-facts">Licence: {entry.licence}</p>}
      {loading && <LoadBar loading={loading} onCancel={() => run(cancelLoad)} />}
    </li>
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
        </dd>
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
