import { useEffect, useRef, useState } from 'react';
import { findAttributes, findInPictures } from '../../commands/attributes/attributes.ts';
import { useRun } from '../../commands/hooks.ts';
import { useFactorNames } from '../../language/factors/factorNames.ts';
import { useMessages } from '../../language/useMessages.ts';
import { useSelect } from '../../store/hooks.ts';
import { fewestToSearch, findByWords } from '../../store/select/attributeSearch.ts';
import { attributesInPanel } from '../../store/select/attributes.ts';
import type { ShownAttribute } from '../../store/select/attributeTwins.ts';
import type { AttributeGroup } from '../../store/state/state.ts';
import { SearchField } from '../parts/fields/SearchField.tsx';
import { Search } from '../parts/icons.tsx';
import { ProgressBar } from '../parts/ProgressBar.tsx';
import { Section } from '../parts/Section.tsx';
import { AttributeRow } from './AttributeRow.tsx';
import { EditTools } from './EditTools.tsx';
import { LabelledAttributes } from './LabelledAttributes.tsx';
import { attributesMessages } from './messages.ts';
import { WhatElseMoved } from './moved/WhatElseMoved.tsx';
import { Teach } from './teach/Teach.tsx';
import { useReveal } from './useReveal.ts';
import { namesOf } from './words.ts';
import './attributes.css';

type Texts = (typeof attributesMessages)['value'];

const groups = (
  t: NonNullable<Texts>,
): readonly { group: AttributeGroup; title: string; hint?: string }[] => [
  { group: 'labelled', title: t.labelled },
  { group: 'taught', title: t.taught },
  { group: 'pca', title: t.inPictures, hint: t.inPicturesHint },
  { group: 'closed-form', title: t.inWeights, hint: t.inWeightsHint },
];

/** Sliders along directions that have a meaning. Any of them can be locked, and the panel says what moves anyway. */
export default function AttributesPanel() {
  const run = useRun();
  const t = useMessages(attributesMessages);
  useFactorNames();
  const model = useSelect((state) => state.model);
  const attributes = useSelect(attributesInPanel);
  const finding = useSelect(({ attributes: shelf, model: now }) =>
    shelf?.model === now?.id ? shelf?.finding : null,
  );
  const [open, setOpen] = useState<string | null>(null);
  const [query, setQuery] = useState('');
  const searching = query.trim() !== '';
  const shown = findByWords(attributes, query, namesOf);
  useEffect(() => {
    if (model) void run(findAttributes);
  }, [run, model]);
  const { top, reveal } = useReveal();
  const row = ({ attribute, twins }: ShownAttribute) => (
    <AttributeRow
      key={attribute.id}
      attribute={attribute}
      twins={twins}
      open={open === attribute.id}
      onOpen={setOpen}
    />
  );
  return (
    <>
      <EditTools />
      <Teach
        top={top}
        onTaught={(id) => {
          setQuery('');
          reveal(`taught:${id}`);
        }}
      />
      {(attributes.length >= fewestToSearch || searching) && (
        <SearchField label={t.search} clear={t.clearSearch} value={query} onChange={setQuery} />
      )}
      {searching && (
        <output className="hint">
          {shown.length === 0
            ? t.noneCalled({ query: query.trim() })
            : t.found({ some: shown.length, all: attributes.length })}
        </output>
      )}
      {groups(t).map(({ group, title, hint }) => {
        const members = shown.filter(({ attribute }) => attribute.group === group);
        const canFind = group === 'pca' && model !== null && !searching;
        if (members.length === 0 && !canFind && (searching || finding?.group !== group)) return null;
        return (
          <Section key={group} title={title} hint={hint} className="attributes-group">
            {finding?.group === group && finding.total === 0 && <p className="hint">{t.looking}</p>}
            {members.length === 0 && canFind && <FindInPictures />}
            {searching ? (
              <div className="attributes-list">{members.map(row)}</div>
            ) : (
              <LabelledAttributes attributes={members} row={row} />
            )}
          </Section>
        );
      })}
      <WhatElseMoved />
    </>
  );
}

/** Pictures are searched only when the user asks for it, because they have to be rendered first. */
function FindInPictures() {
  const run = useRun();
  const t = useMessages(attributesMessages);
  const finding = useSelect((state) => state.attributes?.finding ?? null);
  const abort = useRef<AbortController | null>(null);
  useEffect(() => () => abort.current?.abort(), []);
  if (finding?.group !== 'pca') {
    const start = () => {
      abort.current = new AbortController();
      run(findInPictures, abort.current.signal)?.catch(() => undefined);
    };
    return (
      <div className="attributes-find">
        <button type="button" className="btn small" onClick={start}>
          <Search size={14} aria-hidden="true" /> {t.find}
        </button>
        <span className="hint">{t.findHint}</span>
      </div>
    );
  }
  const { done, total } = finding;
  return (
    <div className="attributes-find">
      <ProgressBar label={t.drawing} done={done} total={total} />
      <button type="button" className="btn small" onClick={() => abort.current?.abort()}>
        {t.cancel}
      </button>
    </div>
  );
}
