import type { ReactNode } from 'react';
import { Slider, type SliderProps } from './Slider.tsx';

/** A row with a slider: before it what it is about, behind it its value in words and perhaps a button. */
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
