import { useDeferredValue } from 'react';
import { GalleryButton } from '../gallery/GalleryButton.tsx';
import { Dimensions } from './Dimensions.tsx';
import { DrawTools } from './DrawTools.tsx';
import { Examples } from './Examples.tsx';
import { PullTowards } from './PullTowards.tsx';
import { SampleGrid } from './SampleGrid.tsx';
import './sample.css';

/** How faces are drawn, random ones and examples, a pull towards a pin, and every dimension of z. */
export default function SamplePanel() {
  // The many sliders come a task later: with everything else they would take the page's thread for fifty milliseconds.
  const complete = useDeferredValue(true, false);
  return (
    <>
      <DrawTools />
      <SampleGrid />
      <Examples />
      <PullTowards />
      <GalleryButton />
      {complete && <Dimensions />}
    </>
  );
}
