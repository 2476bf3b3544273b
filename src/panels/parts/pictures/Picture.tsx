import { useLayoutEffect, useRef } from 'react';
import { paintPicture } from '../../../canvas/paint.ts';

/** A picture from the engine on its own canvas, which is a quiet placeholder until the picture is there. */
export function Picture({ image }: { image: ImageBitmap | undefined }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  // Before the browser paints: a canvas without its size would have another shape for one frame, and move all around it.
  useLayoutEffect(() => {
    const target = canvas.current;
    if (!target || !image) return;
    target.width = image.width;
    target.height = image.height;
    const context = target.getContext('2d');
    if (context) paintPicture(context, image, image.width, image.height, 'crisp');
  }, [image]);
  return <canvas ref={canvas} className={image ? 'picture' : 'picture waiting'} />;
}
