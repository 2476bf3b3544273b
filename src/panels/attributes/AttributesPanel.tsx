import { useEffect, useRef, useState } from 'react';
import { findAttributes, findInPictures } from '../../commands/attributes/attributes.ts';
import { useRun } from '../../commands/hooks.ts';
import { useSelect } from '../../store/hooks.ts';
import { fewestToSearch, findByWords } from '../../store/select/attributeSearch.ts';
import { attributesOf } from '../../store/select/attributes.ts';
import type { Attribute, AttributeGroup } from '../../store/state/state.ts';
import { Search } from '../parts/icons.tsx';
import { ProgressBar } from '../parts/ProgressBar.tsx';
import { Section } from '../parts/Section.tsx';
import { AttributeRow } from './AttributeRow.tsx';
import { EditTools } from './EditTools.tsx';
import { LabelledAttributes } from './LabelledAttributes.tsx';
import { SearchField } from './SearchField.tsx';
import { Teach } from './Teach.tsx';
import { WhatElseMoved } from './WhatElseMoved.tsx';
import './attributes.css';

const groups: readonly { group: AttributeGroup; title: string; hint?: string }[] = [
  { group: 'labelled', title: 'Labelled' },
  { group: 'taught', title: 'Taught by you' },
  { group: 'pca', title: 'Found in pictures', hint: 'What varies most among them (PCA).' },
  {
    group: 'closed-form',
    title: 'Found in the weights',
    hint: 'What the first layer listens to most (closed form, SeFa).',
  },
];

/**
 * Sliders along directions that have a meaning. Any of them can be locked, and the panel says what moves all the
 * same.
 */
export default function AttributesPanel() {
  const run = useRun();
  const model = useSelect((state) => state.model);
  const attributes = useSelect(attributesOf);
  const finding = useSelect(({ attributes: shelf, model: now }) =>
    shelf?.model === now?.id ? shelf?.finding : null,
  );
  const [open, setOpen] = useState<string | null>(null);
  const [query, setQuery] = useState('');
  const searching = query.trim() !== '';
  const shown = findByWords(attributes, query);
  useEffect(() => {
    if (model) void run(findAttributes);
  }, [run, model]);
  const row = (attribute: Attribute) => (
    <AttributeRow key={attribute.id} attribute={attribute} open={open === attribute.id} onOpen={setOpen} />
  );
  return (
    <>
      <EditTools />
      <Teach />
      {(attributes.length >= fewestToSearch || searching) && (
        <SearchField label="Search attributes" value={query} onChange={setQuery} />
      )}
      {searching && (
        <output className="hint">
          {shown.length === 0
            ? `No attribute is called “${query.trim()}”.`
            : `${shown.length} of ${attributes.length} attributes`}
        </output>
      )}
      {groups.map(({ group, title, hint }) => {
        const members = shown.filter((one) => one.group === group);
        const canFind = group === 'pca' && model !== null && !searching;
        if (members.length === 0 && !canFind && (searching || finding?.group !== group)) return null;
        return (
          <Section key={group} title={title} hint={hint} className="attributes">
            {finding?.group === group && finding.total === 0 && <p className="hint">Looking for them…</p>}
            {members.length === 0 && canFind && <FindInPictures />}
            {searching ? (
              <div className="attribute-list">{members.map(row)}</div>
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
  const finding = useSelect((state) => state.attributes?.finding ?? null);
  const abort = useRef<AbortController | null>(null);
  useEffect(() => () => abort.current?.abort(), []);
  if (finding?.group !== 'pca') {
    const start = () => {
      abort.current = new AbortController();
      run(findInPictures, abort.current.signal)?.catch(() => undefined);
    };
    return (
      <div className="find">
        <button type="button" className="btn small" onClick={start}>
          <Search size={14} aria-hidden="true" /> Find directions
        </button>
        <span className="hint">Renders small pictures, for some 20 seconds at most.</span>
      </div>
    );
  }
  const { done, total } = finding;
  return (
    <div className="find">
      <ProgressBar label="Rendering pictures" done={done} total={total} />
      <button type="button" className="btn small" onClick={() => abort.current?.abort()}>
        Cancel
      </button>
    </div>
  );
}
