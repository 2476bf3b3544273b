import type { KeyboardEvent } from 'react';
import { IconButton } from '../parts/IconButton.tsx';
import { Search, X } from '../parts/icons.tsx';
import './searchField.css';

/** A field that narrows a list while it is typed in; Escape empties it. */
export function SearchField({
  label,
  value,
  onChange,
}: {
  label: string;
  value: string;
  onChange: (value: string) => void;
}) {
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || value === '') return;
    event.stopPropagation();
    onChange('');
  };
  return (
    <div className="search-field">
      <Search className="lens" size={14} aria-hidden="true" />
      <input
        type="search"
        aria-label={label}
        placeholder={label}
        value={value}
        maxLength={80}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => onChange(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      {value !== '' && (
        <IconButton
          label="Clear the search"
          title="Show all again"
          Icon={X}
          size={13}
          onClick={() => onChange('')}
        />
      )}
    </div>
  );
}
