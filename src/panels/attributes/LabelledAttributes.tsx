import type { ReactNode } from 'react';
import { useRun } from '../../commands/hooks.ts';
import { toggleHeading } from '../../commands/view/view.ts';
import { useFactorNames } from '../../language/factors/factorNames.ts';
import { useMessages } from '../../language/useMessages.ts';
import { useSelect } from '../../store/hooks.ts';
import { divide } from '../../store/select/attributeSearch.ts';
import { amountsOf } from '../../store/select/attributes.ts';
import type { ShownAttribute } from '../../store/select/attributeTwins.ts';
import { ChevronRight } from '../parts/icons.tsx';
import { attributesMessages } from './messages.ts';

/** Attributes with names. A bundle may say which come first; the others are then folded under their headings. */
export function LabelledAttributes({
  attributes,
  row,
}: {
  attributes: readonly ShownAttribute[];
  row: (one: ShownAttribute) => ReactNode;
}) {
  const { factorName } = useFactorNames();
  const { first, headed } = divide(attributes);
  return (
    <>
      {first.length > 0 && <div className="attributes-list">{first.map(row)}</div>}
      {headed.map(([heading, members]) =>
        first.length > 0 && heading ? (
          <Heading key={heading} heading={heading} members={members} row={row} />
        ) : (
          <div key={heading} className="attributes-list">
            {heading && <h3>{factorName(heading)}</h3>}
            {members.map(row)}
          </div>
        ),
      )}
    </>
  );
}

/** A heading that unfolds. It says how many sliders it has and how many of them have moved. */
function Heading({
  heading,
  members,
  row,
}: {
  heading: string;
  members: readonly ShownAttribute[];
  row: (one: ShownAttribute) => ReactNode;
}) {
  const { factorName } = useFactorNames();
  const run = useRun();
  const t = useMessages(attributesMessages);
  const open = useSelect((state) => state.openHeadings.includes(heading));
  const moved = useSelect((state) => {
    const amounts = amountsOf(state);
    return members.filter(({ attribute }) => amounts[attribute.id] !== undefined).length;
  });
  return (
    <div className="attributes-list">
      <button
        type="button"
        className="attributes-heading"
        aria-expanded={open}
        onClick={() => run(toggleHeading, heading)}
      >
        <ChevronRight className="arrow" size={13} aria-hidden="true" />
        <span>{factorName(heading)}</span>
        <span className="count tab-nums">
          {moved > 0 ? t.movedOf({ moved, all: members.length }) : members.length}
        </span>
      </button>
      {open && members.map(row)}
    </div>
  );
}
