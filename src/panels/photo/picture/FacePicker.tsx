import { useEffect, useRef } from 'react';
import { useMessages } from '../../../language/useMessages.ts';
import type { FoundFace, Size } from '../../../photo/contract.ts';
import { frameMatrix } from '../../../photo/placement.ts';
import { pictureMessages } from './messages.ts';

/** The faces of a picture, each shown as it would be aligned. */
export function FacePicker({
  bitmap,
  image,
  faces,
  chosen,
  onChoose,
}: {
  bitmap: ImageBitmap;
  image: Size;
  faces: readonly FoundFace[];
  /** Its index; null when the picture has been moved since. */
  chosen: number | null;
  onChoose: (index: number) => void;
}) {
  const t = useMessages(pictureMessages);
  return (
    <div className="picture-faces">
      {faces.map((face, index) => (
        <button
          // biome-ignore lint/suspicious/noArrayIndexKey: faces of one picture stay in their order
          key={index}
          type="button"
          aria-pressed={index === chosen}
          aria-label={t.face({ number: index + 1, all: faces.length })}
          onClick={() => onChoose(index)}
        >
          <FaceCanvas bitmap={bitmap} image={image} face={face} />
        </button>
      ))}
    </div>
  );
}

const side = 112;

function FaceCanvas({ bitmap, image, face }: { bitmap: ImageBitmap; image: Size; face: FoundFace }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    const picture = { width: bitmap.width, height: bitmap.height };
    context.resetTransform();
    context.clearRect(0, 0, context.canvas.width, context.canvas.height);
    context.imageSmoothingQuality = 'high';
    context.setTransform(...frameMatrix({ picture, image }, face.placement, side / image.width));
    context.drawImage(bitmap, 0, 0);
  }, [bitmap, image, face]);
  return <canvas ref={canvas} width={side} height={Math.round((side * image.height) / image.width)} />;
}
