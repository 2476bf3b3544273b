import type { RefObject } from 'react';
import { PictureCompare } from './PictureCompare.tsx';
import { useAttributeDrag } from './useAttributeDrag.ts';
import './picture.css';

/** The layers over the picture: the comparison, and dragging along attributes. @param frame the element that holds the canvas */
export default function OnPicture({ frame }: { frame: RefObject<HTMLElement | null> }) {
  useAttributeDrag(frame);
  return <PictureCompare />;
}
