import type { ReactNode } from 'react';
import { Slider, type SliderProps } from './Slider.tsx';

/** A row with a label, a slider, its value in words and perhaps a button. */
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
      <output className="slider-value tab-nums">{output}</output>
      {trail}
    </div>
  );
}
