import type { ReactNode } from 'react';
import { Slider, type SliderProps } from './Slider.tsx';

/** A slider between what it is about and its value in words; what may be done with it stands behind. */
export function SliderRow({
  className,
  lead,
  output,
  trail,
  ...slider
}: { className: string; lead?: ReactNode; output: string; trail?: ReactNode } & SliderProps) {
  return (
    <div className={className}>
      {lead}
      <Slider {...slider} />
      <output className="tab-nums">{output}</output>
      {trail}
    </div>
  );
}
