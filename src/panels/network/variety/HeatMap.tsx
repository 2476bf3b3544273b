import { useEffect, useRef } from 'react';

/** Shows values from 0 to `most` as greys. */
export function HeatMap({
  values,
  width,
  height,
  most,
}: {
  values: Float32Array;
  width: number;
  height: number;
  most: number;
}) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    const image = new ImageData(width, height);
    for (let i = 0; i < width * height; i++) {
      image.data.fill(Math.round(255 * Math.min(1, values[i]! / most)), 4 * i, 4 * i + 3);
      image.data[4 * i + 3] = 255;
    }
    context.putImageData(image, 0, 0);
  }, [values, width, height, most]);
  return <canvas ref={canvas} className="picture" width={width} height={height} />;
}
