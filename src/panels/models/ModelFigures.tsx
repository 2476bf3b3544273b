import { useEffect } from 'react';
import { useRun } from '../../commands/hooks.ts';
import { showModelCard } from '../../commands/work/models.ts';
import { useSelect } from '../../store/hooks.ts';
import { Section } from '../parts/Section.tsx';

const percent = (share: number) => `${Math.round(100 * share)} %`;

/** The results of the evaluation, for a model that this project trained; nothing for any other. */
export function ModelFigures() {
  const run = useRun();
  const model = useSelect((state) => state.model);
  const card = useSelect((state) =>
    state.modelCard?.model === state.model?.id ? state.modelCard?.card : null,
  );
  useEffect(() => {
    if (model?.card) run(showModelCard);
  }, [model, run]);
  if (!card) return null;
  const { imagesSeen, swd, msSsim, frechet, edits } = card;
  return (
    <Section
      title="Measured"
      hint="By the project's own evaluation, against the pictures that the model was trained on."
    >
      <dl className="facts">
        {imagesSeen !== null && (
          <>
            <dt>Trained on</dt>
            <dd>{imagesSeen.toLocaleString('en')} pictures, repeats counted</dd>
          </>
        )}
        <dt>Likeness</dt>
        <dd>
          sliced Wasserstein distance {swd.average.toFixed(1)} × 10⁻³ (the data against itself:{' '}
          {swd.floor.toFixed(1)}); Fréchet distance in the attribute classifier's features{' '}
          {frechet.toFixed(1)}
        </dd>
        <dt>Variety</dt>
        <dd>
          MS-SSIM of pairs {msSsim.model.toFixed(3)} (the data: {msSsim.data.toFixed(3)}; lower is more
          varied)
        </dd>
      </dl>
      <table className="measured">
        <caption>Faces on which an edit does what it says, by a classifier</caption>
        <thead>
          <tr>
            <th scope="col">Attribute</th>
            <th scope="col">Step</th>
            <th scope="col">Brings it</th>
            <th scope="col">Takes it away</th>
          </tr>
        </thead>
        <tbody>
          {edits.map(({ name, deviations, on, off }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{deviations} σ</td>
              <td>{percent(on)}</td>
              <td>{percent(off)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}
