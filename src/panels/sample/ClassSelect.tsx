import { useMemo } from 'react';
import { setClass } from '../../commands/face/draw.ts';
import { useRun } from '../../commands/hooks.ts';
import { formatList } from '../../language/numbers.ts';
import { useMessages } from '../../language/useMessages.ts';
import { useSelect, useSelectShallow } from '../../store/hooks.ts';
import { classTitle, presentClasses } from '../../store/select/space.ts';
import { ClassSearch } from './ClassSearch.tsx';
import { sampleMessages } from './messages.ts';

/** A list of more classes than this takes long to build and longer to look through, so the user types instead. */
const mostListed = 300;

/** The class of the current face and of all new ones. For a face between two classes it says so. */
export function ClassSelect() {
  const run = useRun();
  const t = useMessages(sampleMessages);
  const model = useSelect((state) => state.model);
  const shown = useSelectShallow(presentClasses);
  const count = model?.classes?.count ?? 0;
  const options = useMemo(() => {
    if (!model || count > mostListed) return [];
    const all = Array.from({ length: count }, (_, index) => ({ index, title: classTitle(model, index) }));
    return all.map(({ index, title }) => (
      <option key={index} value={index}>
        {title}
      </option>
    ));
  }, [model, count]);
  const [first] = shown;
  if (!model || first === undefined) return null;
  const mixed = shown.length > 1;
  const names = shown.map((index) => classTitle(model, index));
  const between = shown.length > 3 ? t.betweenMany(shown.length) : t.between({ names: formatList(names) });
  return (
    <div className="sample-class-field">
      <span aria-hidden="true">{t.class}</span>
      {count > mostListed ? (
        <ClassSearch model={model} value={mixed ? null : first} placeholder={mixed ? between : ''} />
      ) : (
        <select
          aria-label={t.class}
          value={mixed ? '' : first}
          onChange={(event) => run(setClass, Number(event.currentTarget.value))}
        >
          {mixed && (
            <option value="" disabled>
              {between}
            </option>
          )}
          {options}
        </select>
      )}
    </div>
  );
}
