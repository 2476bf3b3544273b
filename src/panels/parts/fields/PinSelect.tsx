import type { ReactNode } from 'react';
import { useSelect } from '../../../store/hooks.ts';
import { pinsOfModel } from '../../../store/select/faces.ts';
import type { Pin } from '../../../store/state/state.ts';

/** A list to choose one of this model's pins from. It is hidden while there are none. */
export function PinSelect({
  label,
  value = '',
  onChoose,
  children,
}: {
  label: string;
  /** Id of the pin that is shown as chosen. */
  value?: string;
  onChoose: (pin: Pin) => void;
  /** Options that come before the pins. */
  children?: ReactNode;
}) {
  const pins = useSelect(pinsOfModel);
  if (pins.length === 0) return null;
  return (
    <select
      aria-label={label}
      value={value}
      onChange={(event) => {
        const pin = pins.find(({ id }) => id === event.currentTarget.value);
        if (pin) onChoose(pin);
      }}
    >
      {children}
      {pins.map((pin) => (
        <option key={pin.id} value={pin.id}>
          {pin.name}
        </option>
      ))}
    </select>
  );
}
