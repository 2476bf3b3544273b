import { useEffect, useRef } from 'react';
import { useMessages } from '../../../language/useMessages.ts';
import type { Camera } from '../../../photo/contract.ts';
import { pictureMessages } from './messages.ts';

/** Shows the camera until a picture is taken. The caller turns the camera off. */
export function CameraView({
  camera,
  onPicture,
  onFailure,
  onEnd,
}: {
  camera: Camera;
  onPicture: (file: Blob) => void;
  onFailure: (error: unknown) => void;
  onEnd: () => void;
}) {
  const t = useMessages(pictureMessages);
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    const shown = video.current;
    if (shown) shown.srcObject = camera.stream;
    return () => {
      if (shown) shown.srcObject = null;
    };
  }, [camera]);

  const take = async () => {
    try {
      onPicture(await camera.take());
    } catch (error) {
      onFailure(error);
    }
    onEnd();
  };

  return (
    <div className="picture-camera">
      <video ref={video} aria-label={t.cameraShows} autoPlay muted playsInline />
      <div className="picture-ways">
        <button type="button" className="btn primary" onClick={() => void take()}>
          {t.take}
        </button>
        <button type="button" className="btn" onClick={onEnd}>
          {t.cancel}
        </button>
      </div>
    </div>
  );
}
