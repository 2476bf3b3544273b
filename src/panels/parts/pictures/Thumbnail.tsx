/** A small picture that was kept; empty until it is there. */
export function Thumbnail({ src, size }: { src: string; size?: number }) {
  return (
    <img
      className="thumbnail"
      src={src || undefined}
      alt=""
      width={size}
      height={size}
      decoding="async"
      draggable={false}
    />
  );
}
