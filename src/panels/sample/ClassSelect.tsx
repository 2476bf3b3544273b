import { useMemo, useState } from 'react';
import { setClass } from '../../commands/face/draw.ts';
import { useRun } from '../../commands/hooks.ts';
import { useSelect, useSelectShallow } from '../../store/hooks.ts';
import { classTitle, presentClasses } from '../../store/select/space.ts';

/** More options than this are only made when somebody comes to the list. */
const mostAtOnce = 2000;

/** The class of the face on the canvas, and of all that is drawn next. Half-way between two classes it says so. */
export function ClassSelect() {
  const run = useRun();
  const model = useSelect((state) => state.model);
  const shown = useSelectShallow(presentClasses);
  const count = model?.classes?.count ?? 0;
  const [visited, setVisited] = useState(false);
  const whole = visited || count <= mostAtOnce;
  const options = useMemo(() => {
    if (!model || !whole) return null;
    const all = Array.from({ length: count }, (_, index) => ({ index, title: classTitle(model, index) }));
    return all.map(({ index, title }) => (
      <option key={index} value={index}>
        {title}
      </option>
    ));
  }, [model, count, whole]);
  const [first] = shown;
  if (!model || first === undefined) return null;
  const mixed = shown.length > 1;
  const names = shown.map((index) => classTitle(model, index));
  return (
    <label className="class-field">
      <span>Class</span>
      <select
        value={mixed ? '' : first}
        onFocus={() => setVisited(true)}
        onPointerDown={() => setVisited(true)}
        onChange={(event) => run(setClass, Number(event.currentTarget.value))}
      >
        {mixed && (
          <option value="" disabled>
            {shown.length > 3 ? `Between ${shown.length} classes` : `Between ${names.join(' and ')}`}
          </option>
        )}
        {options ?? <option value={first}>{names[0]}</option>}
      </select>
    </label>
  );
}
