import { useId, useMemo } from 'react';
import { useRun } from '../../../commands/hooks.ts';
import { setFilmAttribute, setFilmSource } from '../../../commands/work/films.ts';
import { useFactorNames } from '../../../language/factors/factorNames.ts';
import { useMessages } from '../../../language/useMessages.ts';
import { useSelect, useSelectShallow } from '../../../store/hooks.ts';
import { attributesOf } from '../../../store/select/attributes.ts';
import { filmSourcesOf } from '../../../store/select/film/filmPlan.ts';
import { sweptAttribute } from '../../../store/select/film/sweeps.ts';
import type { WalkEnd } from '../../../store/state/journeys.ts';
import { Choice } from '../../parts/fields/Choice.tsx';
import { ArrowRight } from '../../parts/icons.tsx';
import { Picture } from '../../parts/pictures/Picture.tsx';
import { useFaces } from '../../parts/pictures/useFaces.ts';
import { exportMessages } from '../messages.ts';
import './fields.css';

const pictureSize = 64;

/** Chooses what is exported: a sequence of faces, or the picture alone. */
export function SourceField() {
  const run = useRun();
  const t = useMessages(exportMessages);
  const source = useSelect(({ filmOf }) => filmOf.source);
  const possible = useSelectShallow(filmSourcesOf);
  return (
    <>
      <Choice
        label={t.source}
        value={source}
        options={possible.map((value) => ({ value, label: t[value] }))}
        onChange={(next) => run(setFilmSource, next)}
      />
      {source === 'attribute' && <AttributeField />}
    </>
  );
}

function AttributeField() {
  const run = useRun();
  const t = useMessages(exportMessages);
  const id = useId();
  const { factorName } = useFactorNames();
  const known = useSelect(attributesOf);
  const swept = useSelect(sweptAttribute);
  return (
    <div className="film-line">
      <label htmlFor={id}>{t.along}</label>
      <select
        id={id}
        value={swept?.id ?? ''}
        onChange={(event) => run(setFilmAttribute, event.currentTarget.value)}
      >
        {known.map((attribute) => (
          <option key={attribute.id} value={attribute.id}>
            {factorName(attribute.name)}
          </option>
        ))}
      </select>
    </div>
  );
}

/** The first and the last face. */
export function FilmEnds({ ends }: { ends: readonly WalkEnd[] }) {
  const t = useMessages(exportMessages);
  const pictureOf = useFaces(
    useMemo(() => ends.map(({ z }) => z), [ends]),
    pictureSize,
  );
  return (
    <ol className="film-ends" aria-label={t.ends}>
      {ends.map(({ name, z }, i) => (
        <li key={i === 0 ? 'first' : 'last'}>
          {i > 0 && <ArrowRight size={15} aria-hidden="true" />}
          <Picture image={pictureOf(z)} />
          <span>{name}</span>
        </li>
      ))}
    </ol>
  );
}
