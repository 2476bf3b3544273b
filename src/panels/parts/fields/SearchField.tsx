import type { KeyboardEvent } from 'react';
import { IconButton } from '../IconButton.tsx';
import { Search, X } from '../icons.tsx';
import './searchField.css';

/** A field that filters a list while the user types; Escape clears it. */
export function SearchField({
  label,
  clear,
  value,
  onChange,
  onEnter,
}: {
  label: string;
  /** The name of the button that clears it. */
  clear: string;
  value: string;
  onChange: (value: string) => void;
  onEnter?: () => void;
}) {
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') onEnter?.();
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
        <IconButton label={clear} title={clear} Icon={X} size={13} onClick={() => onChange('')} />
      )}
    </div>
  );
}
