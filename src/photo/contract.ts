/**
 * A picture on its way to the search: opened, placed behind a frame, masked, and turned into the numbers that a network
 * is asked for. None of it leaves the page or is kept: the picture is in no session, link or recipe.
 */

/** The properties of a network's pictures: `image` of a bundle's manifest. */
export interface ModelImage {
  width: number;
  height: number;
  /** 1 grey, 3 RGB, 4 RGB with alpha. */
  channels: 1 | 3 | 4;
  /** Values of black and white. */
  range: readonly number[];
}

export interface Size {
  width: number;
  height: number;
}

export interface Point {
  x: number;
  y: number;
}

/**
 * The position of a picture behind the frame of the network's picture. It does not depend on the size of the frame on the
 * screen or on the network's resolution, only on its aspect ratio.
 */
export interface Placement {
  /** The point of the picture at the middle of the frame, in the picture's pixels. */
  x: number;
  y: number;
  /**
   * 1: the upright picture just covers the frame. 2: a quarter of that is visible. Below 1 the frame shows some of the
   * area outside.
   */
  zoom: number;
  /** Clockwise turn of the picture behind the frame, in radians, from -pi to pi. */
  turn: number;
}

/** One stroke of the brush, in the picture's pixels: it stays on the face when the picture is moved. */
export interface Stroke {
  points: readonly Point[];
  radius: number;
  /**
   * True adds to what counts, false removes from it. The first stroke decides what counted before: nothing if it adds,
   * everything if it removes.
   */
  counts: boolean;
}

/** Red, green and blue, 0 to 255: fills the area outside the picture and behind its transparent parts. */
export type Colour = readonly [red: number, green: number, blue: number];

/** Where a model draws faces: places in its picture as shares of width and height. `faces` of a bundle's manifest. */
export interface Framing {
  /** The eye on the left of the picture, which is the person's right one. */
  leftEye: readonly [x: number, y: number];
  rightEye: readonly [x: number, y: number];
  mouth: readonly [x: number, y: number];
}

/** One face of a picture, in the picture's pixels. */
export interface FoundFace {
  leftEye: Point;
  rightEye: Point;
  mouth: Point;
  box: { x: number; y: number; width: number; height: number };
  /** The detector's confidence, 0 to 1. */
  score: number;
  /** Puts eyes and mouth where the model draws them. */
  placement: Placement;
}

/** A camera that is turned on. */
export interface Camera {
  /** For a `<video>` that shows it. */
  stream: MediaStream;
  /** Takes the current picture, as a file like any other. The camera stays on. */
  take(): Promise<Blob>;
  /** Turns it off. May be called twice. */
  stop(): void;
}
