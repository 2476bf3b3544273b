import { useMemo } from 'react';
import { setClass } from '../../commands/face/draw.ts';
import { useRun } from '../../commands/hooks.ts';
import { useSelect, useSelectShallow } from '../../store/hooks.ts';
import { classTitle, presentClasses } from '../../store/select/space.ts';
import { ClassSearch } from './ClassSearch.tsx';

/** A list of more classes than this takes long to build, and longer to look through: there, one types. */
const mostListed = 300;

/** The class of the face on the canvas, and of all that is drawn next. Half-way between two classes it says so. */
export function ClassSelect() {
  const run = useRun();
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
  const between = shown.length > 3 ? `Between ${shown.length} classes` : `Between ${names.join(' and ')}`;
  return (
    <div className="class-field">
      <span aria-hidden="true">Class</span>
      {count > mostListed ? (
        <ClassSearch model={model} value={mixed ? null : first} placeholder={mixed ? between : ''} />
      ) : (
        <select
          aria-label="Class"
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
