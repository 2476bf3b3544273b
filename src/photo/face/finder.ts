/**
 * Finds faces with their eyes and mouth: face-api's small detector (a YOLO of separable convolutions) and its small net
 * of 68 landmarks. It runs wherever TF.js has a backend; the worker and the tests choose one, and provide the picture
 * through `Look`.
 */
import {
  env,
  FaceLandmark68TinyNet,
  TinyFaceDetector,
} from '@vladmandic/face-api/dist/face-api.esm-nobundle.js';
import type { Point, Size } from '../contract.ts';
import { dispose, io, tensor3d } from './tfjsForFaces.ts';
import { type Look, outOfView, type View, type ViewPixels, wholeView } from './view.ts';

/** One of the library's model files: the entries of its manifest, and its bytes. */
export interface FaceWeights {
  manifest: readonly { weights: readonly object[] }[];
  bytes: ArrayBuffer;
}

/** A face in the picture's pixels. */
export interface RawFace {
  leftEye: Point;
  rightEye: Point;
  mouth: Point;
  box: { x: number; y: number; width: number; height: number };
  score: number;
}

/** Side of the detector's input, in pixels. It finds faces from about a twentieth of that. */
const detectorSize = 512;
/** The detector's least confidence. */
const leastScore = 0.45;
/** Side of the landmark net's input, in pixels. */
const landmarkSize = 112;
/** How often the landmarks are searched, each time in a straighter view. */
const looks = 3;
const mostFaces = 12;

export class FaceFinder {
  readonly #detector: TinyFaceDetector;
  readonly #landmarks: FaceLandmark68TinyNet;

  constructor(detector: FaceWeights, landmarks: FaceWeights) {
    // The library checks the type of a picture; here it is always a tensor.
    class None {}
    env.setEnv({ Canvas: None, Image: None, ImageData: None, Video: None } as never);
    this.#detector = new TinyFaceDetector();
    this.#detector.loadFromWeightMap(decoded(detector));
    this.#landmarks = new FaceLandmark68TinyNet();
    this.#landmarks.loadFromWeightMap(decoded(landmarks));
  }

  /** Finds the faces of a picture, largest first. If there are none it may lie on its side, or be upside down. */
  async find(picture: Size, look: Look): Promise<RawFace[]> {
    for (const quarter of [0, 1, 3, 2]) {
      const view = wholeView(picture, (quarter * Math.PI) / 2);
      const found = await this.#detect(view, look);
      if (found.length === 0) continue;
      const faces: RawFace[] = [];
      for (const face of found.slice(0, mostFaces)) faces.push(await this.#measure(face, look));
      return faces.sort((a, b) => b.box.width * b.box.height - a.box.width * a.box.height);
    }
    return [];
  }

  /** Returns boxes as views, most certain first. */
  async #detect(view: View, look: Look): Promise<(View & { score: number })[]> {
    const pixels = asTensor(look(view, detectorSize));
    try {
      const found = await this.#detector.locateFaces(
        pixels as never,
        {
          inputSize: detectorSize,
          scoreThreshold: leastScore,
        } as never,
      );
      return found
        .map(({ score, relativeBox: { x, y, width, height } }) => ({
          ...outOfView(view, { x: x + width / 2, y: y + height / 2 }),
          side: Math.max(width, height) * view.side,
          turn: view.turn,
          score,
        }))
        .sort((a, b) => b.score - a.score);
    } finally {
      dispose(pixels);
    }
  }

  async #measure({ score, ...first }: View & { score: number }, look: Look): Promise<RawFace> {
    let view: View = first;
    for (let i = 1; ; i++) {
      const { leftEye, rightEye, mouth, middle, side } = await this.#landmarksIn(view, look);
      if (i === looks) {
        const box = { x: middle.x - side / 2, y: middle.y - side / 2, width: side, height: side };
        return { leftEye, rightEye, mouth, box, score };
      }
      const turn = -Math.atan2(rightEye.y - leftEye.y, rightEye.x - leftEye.x);
      view = { ...middle, side, turn };
    }
  }

  /** Finds eyes and mouth in the picture, and the square for the next look. */
  async #landmarksIn(view: View, look: Look) {
    const pixels = asTensor(look(view, landmarkSize));
    try {
      const { positions, imageWidth } = (await this.#landmarks.detectLandmarks(pixels as never)) as Landmarks;
      const points = positions.map(({ x, y }) => ({ x: x / imageWidth, y: y / imageWidth }));
      const out = (at: Point) => outOfView(view, at);
      const xs = points.map(({ x }) => x);
      const ys = points.map(({ y }) => y);
      const [left, right] = [Math.min(...xs), Math.max(...xs)];
      const [top, bottom] = [Math.min(...ys), Math.max(...ys)];
      return {
        leftEye: out(mean(points.slice(36, 42))),
        rightEye: out(mean(points.slice(42, 48))),
        // The two corners of the mouth.
        mouth: out(mean([points[48]!, points[54]!])),
        middle: out({ x: (left + right) / 2, y: (top + bottom) / 2 }),
        side: Math.max(right - left, bottom - top) * view.side * 1.15,
      };
    } finally {
      dispose(pixels);
    }
  }
}

interface Landmarks {
  positions: readonly Point[];
  imageWidth: number;
}

function decoded({ manifest, bytes }: FaceWeights) {
  const specs = manifest.flatMap(({ weights }) => weights);
  return io.decodeWeights(bytes, specs as io.WeightsManifestEntry[]) as never;
}

/** [size, size, 3] */
function asTensor({ data, size }: ViewPixels) {
  const rgb = new Float32Array(size * size * 3);
  for (let from = 0, to = 0; to < rgb.length; from += 4, to += 3) {
    rgb[to] = data[from]!;
    rgb[to + 1] = data[from + 1]!;
    rgb[to + 2] = data[from + 2]!;
  }
  return tensor3d(rgb, [size, size, 3]);
}

function mean(points: readonly Point[]): Point {
  const sum = points.reduce((all, { x, y }) => ({ x: all.x + x, y: all.y + y }), { x: 0, y: 0 });
  return { x: sum.x / points.length, y: sum.y / points.length };
}
