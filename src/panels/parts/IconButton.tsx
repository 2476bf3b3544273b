import type { ComponentProps } from 'react';
import type { Icon } from './icons.tsx';

/** A button that shows only an icon. Screen readers say its label; its title is the tooltip. */
export function IconButton({
  label,
  Icon,
  size = 15,
  className = '',
  ...button
}: { label: string; Icon: Icon; size?: number } & Omit<ComponentProps<'button'>, 'children' | 'type'>) {
  return (
    <button type="button" className={`icon-btn ${className}`} aria-label={label} {...button}>
      <Icon size={size} aria-hidden="true" />
    </button>
  );
}
