import { useEffect } from 'react';
import type { ModelCard } from '../../bundle/schema/card.ts';
import { useRun } from '../../commands/hooks.ts';
import { showModelCard } from '../../commands/work/models.ts';
import { useFactorNames } from '../../language/factors/factorNames.ts';
import { formatNumber, formatPercent } from '../../language/numbers.ts';
import { useMessages } from '../../language/useMessages.ts';
import { useSelect } from '../../store/hooks.ts';
import { Section } from '../parts/Section.tsx';
import { modelsMessages } from './messages.ts';

/** The results of the evaluation, for a model that this project trained; nothing for any other. */
export function ModelFigures() {
  const t = useMessages(modelsMessages);
  const run = useRun();
  const model = useSelect((state) => state.model);
  const card = useSelect((state) =>
    state.modelCard?.model === state.model?.id ? state.modelCard?.card : null,
  );
  useEffect(() => {
    if (model?.card) run(showModelCard);
  }, [model, run]);
  if (!card) return null;
  const { imagesSeen, swd, msSsim, frechet, evenness } = card;
  return (
    <Section title={t.measured} hint={t.measuredHint}>
      <dl className="facts">
        {imagesSeen !== null && (
          <>
            <dt>{t.trainedOn}</dt>
            <dd>{t.trainedPictures(imagesSeen)}</dd>
          </>
        )}
        <dt>{t.likeness}</dt>
        <dd>
          {t.likenessFigures({
            swd: formatNumber(swd.average, 1, true),
            floor: formatNumber(swd.floor, 1, true),
            frechet: formatNumber(frechet, 1, true),
          })}
        </dd>
        <dt>{t.variety}</dt>
        <dd>
          {t.varietyFigures({
            model: formatNumber(msSsim.model, 3, true),
            data: formatNumber(msSsim.data, 3, true),
          })}
        </dd>
        {evenness !== null && (
          <>
            <dt>{t.smoothness}</dt>
            <dd>{t.smoothnessFigures({ evenness: formatPercent(evenness / 100) })}</dd>
          </>
        )}
      </dl>
      {card.edits.length > 0 && <Edits edits={card.edits} />}
      {card.sliders.length > 0 && <Sliders sliders={card.sliders} />}
    </Section>
  );
}

function Edits({ edits }: Pick<ModelCard, 'edits'>) {
  const t = useMessages(modelsMessages);
  const { factorName } = useFactorNames();
  return (
    <table className="measured">
      <caption>{t.editsCaption}</caption>
      <thead>
        <tr>
          <th scope="col">{t.attribute}</th>
          <th scope="col">{t.step}</th>
          <th scope="col">{t.adds}</th>
          <th scope="col">{t.removes}</th>
        </tr>
      </thead>
      <tbody>
        {edits.map(({ name, deviations, on, off }) => (
          <tr key={name}>
            <th scope="row">{factorName(name)}</th>
            <td>{deviations} σ</td>
            <td>{formatPercent(on)}</td>
            <td>{formatPercent(off)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Sliders({ sliders }: Pick<ModelCard, 'sliders'>) {
  const t = useMessages(modelsMessages);
  const { factorName } = useFactorNames();
  return (
    <table className="measured">
      <caption>{t.slidersCaption}</caption>
      <thead>
        <tr>
          <th scope="col">{t.attribute}</th>
          <th scope="col">{t.rank}</th>
          <th scope="col">{t.alsoMoves}</th>
        </tr>
      </thead>
      <tbody>
        {[...sliders]
          .sort((one, other) => other.rank - one.rank)
          .map(({ name, rank, alsoMoves }) => (
            <tr key={name}>
              <th scope="row">{factorName(name)}</th>
              <td>{formatNumber(rank, 2, true)}</td>
              <td>
                {factorName(alsoMoves.name)} {formatNumber(alsoMoves.by, 2, true)}
              </td>
            </tr>
          ))}
      </tbody>
    </table>
  );
}
