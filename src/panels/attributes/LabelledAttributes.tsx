import type { ReactNode } from 'react';
import { useRun } from '../../commands/hooks.ts';
import { toggleHeading } from '../../commands/view/view.ts';
import { useSelect } from '../../store/hooks.ts';
import { divide } from '../../store/select/attributeSearch.ts';
import { amountsOf } from '../../store/select/attributes.ts';
import type { Attribute } from '../../store/state/state.ts';
import { ChevronRight } from '../parts/icons.tsx';

/**
 * Attributes that somebody named. A bundle may say which come first; then the others wait under their headings until
 * these are opened.
 */
export function LabelledAttributes({
  attributes,
  row,
}: {
  attributes: readonly Attribute[];
  row: (attribute: Attribute) => ReactNode;
}) {
  const { first, headed } = divide(attributes);
  return (
    <>
      {first.length > 0 && <div className="attribute-list">{first.map(row)}</div>}
      {headed.map(([heading, members]) =>
        first.length > 0 && heading ? (
          <Heading key={heading} heading={heading} members={members} row={row} />
        ) : (
          <div key={heading} className="attribute-list">
            {heading && <h3>{heading}</h3>}
            {members.map(row)}
          </div>
        ),
      )}
    </>
  );
}

/** A heading that opens. It says how many sliders it has, and how many of them are moved. */
function Heading({
  heading,
  members,
  row,
}: {
  heading: string;
  members: readonly Attribute[];
  row: (attribute: Attribute) => ReactNode;
}) {
  const run = useRun();
  const open = useSelect((state) => state.openHeadings.includes(heading));
  const moved = useSelect((state) => {
    const amounts = amountsOf(state);
    return members.filter(({ id }) => amounts[id] !== undefined).length;
  });
  return (
    <div className="attribute-list">
      <button
        type="button"
        className="attribute-heading"
        aria-expanded={open}
        onClick={() => run(toggleHeading, heading)}
      >
        <ChevronRight className="arrow" size={13} aria-hidden="true" />
        <span>{heading}</span>
        <span className="count tab-nums">
          {moved > 0 ? `${moved} of ${members.length} moved` : members.length}
        </span>
      </button>
      {open && members.map(row)}
    </div>
  );
}
