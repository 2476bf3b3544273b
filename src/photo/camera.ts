import { ZscapeError } from '../base/errors.ts';
import type { Camera } from './contract.ts';

/**
 * Turns the camera on, after a click. The browser asks the person; the caller has to stop it.
 * @throws CAMERA_REFUSED, CAMERA_MISSING, CAMERA_BUSY, each with the way out
 */
export async function openCamera(): Promise<Camera> {
  // Missing on pages without https.
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  if (devices?.getUserMedia === undefined)
    throw new ZscapeError(
      'CAMERA_MISSING',
      'This page cannot use a camera: browsers allow that only over https. Choose a picture instead.',
    );
  const wish = { facingMode: 'user', width: { ideal: 1280 }, height: { ideal: 960 } };
  const stream = await devices.getUserMedia({ video: wish, audio: false }).catch((cause: unknown) => {
    throw cameraError(cause);
  });
  return { stream, take: () => stillOf(stream), stop: () => stopStream(stream) };
}

function stopStream(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

/** Turns the browser's refusal into an error. Pure. */
export function cameraError(cause: unknown): ZscapeError {
  const name = cause instanceof Error ? cause.name : '';
  const options = { cause };
  if (name === 'NotAllowedError' || name === 'SecurityError')
    return new ZscapeError(
      'CAMERA_REFUSED',
      'Camera access was refused. Allow it for this page in the browser and try again, or choose a picture.',
      options,
    );
  if (name === 'NotFoundError' || name === 'OverconstrainedError')
    return new ZscapeError('CAMERA_MISSING', 'No camera was found. Choose a picture instead.', options);
  return new ZscapeError(
    'CAMERA_BUSY',
    'The camera does not respond; another program may be using it. Close that program and try again, or choose a picture.',
    options,
  );
}

/** Takes the camera's current picture, as PNG, not mirrored. */
async function stillOf(stream: MediaStream): Promise<Blob> {
  const video = document.createElement('video');
  video.muted = true;
  video.playsInline = true;
  video.srcObject = stream;
  try {
    await video.play();
    const { videoWidth: width, videoHeight: height } = video;
    const canvas = new OffscreenCanvas(width, height);
    canvas.getContext('2d')!.drawImage(video, 0, 0);
    return await canvas.convertToBlob();
  } catch (cause) {
    throw cameraError(cause);
  } finally {
    video.srcObject = null;
  }
}
