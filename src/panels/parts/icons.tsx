/** The page's icons, drawn for it: lines on a grid of 24 by 24, in the colour of the text beside them. */
import type { ComponentProps, ComponentType } from 'react';

type IconProps = Omit<ComponentProps<'svg'>, 'children'> & {
  /** Width and height in pixels. */
  size?: number;
};
export type Icon = ComponentType<IconProps>;

/** @param lines what is drawn, as SVG paths */
function icon(...lines: string[]): Icon {
  return ({ size = 24, strokeWidth = 2, ...rest }) => (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={strokeWidth}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      {...rest}
    >
      <path d={lines.join('')} />
    </svg>
  );
}

/** A circle around a point. */
const circle = (x: number, y: number, r: number) =>
  `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0`;
/** A rectangle with round corners of 2. */
const box = (x: number, y: number, width: number, height: number) =>
  `M${x + 2} ${y}h${width - 4}a2 2 0 0 1 2 2v${height - 4}a2 2 0 0 1-2 2h${4 - width}a2 2 0 0 1-2-2v${4 - height}a2 2 0 0 1 2-2z`;
const dot = (x: number, y: number) => `M${x} ${y}h.01`;

const page = 'M14 2H6v20h12V6zM14 2v4h4';
const tray = 'M4 16v4h16v-4';
const backwards = 'M4 5v5h5M4.6 10a8 8 0 1 1-.3 4';

export const ArrowLeft = icon('M20 12H4M10 6l-6 6 6 6');
export const ArrowLeftRight = icon('M4 8h16M16 4l4 4-4 4M20 16H4M8 12l-4 4 4 4');
export const ArrowRight = icon('M4 12h16M14 6l6 6-6 6');
export const Box = icon('M12 2l9 5v10l-9 5-9-5V7zM3 7l9 5 9-5M12 12v10');
export const Calculator = icon(box(5, 2, 14, 20), 'M9 7h6', dot(9, 12), dot(15, 12), dot(9, 17), dot(15, 17));
export const Check = icon('M4 13l5 5L20 6');
export const ChevronDown = icon('M6 9l6 6 6-6');
export const ChevronRight = icon('M9 6l6 6-6 6');
export const ClipboardPaste = icon('M9 4H5v17h6M15 4h4v4M9 2h6v4H9z', box(12, 11, 9, 11));
export const CloudDownload = icon(
  'M7 17a4.5 4.5 0 0 1 0-9 6 6 0 0 1 11.4 1.7A3.7 3.7 0 0 1 18 17M12 12v9M8.5 18l3.5 3 3.5-3',
);
export const Contract = icon('M9 3v6H3M15 3v6h6M9 21v-6H3M15 21v-6h6');
export const Copy = icon(box(8, 8, 13, 13), 'M5 16H3V3h13v2');
export const Download = icon('M12 3v12M7 10l5 5 5-5', tray);
export const Expand = icon('M3 9V3h6M21 9V3h-6M3 15v6h6M21 15v6h-6');
export const FileArchive = icon(page, dot(10, 6), dot(10, 10), 'M9 14h2v4H9z');
export const FileUp = icon(page, 'M12 18v-7M9 14l3-3 3 3');
export const Film = icon(box(3, 4, 18, 16), 'M8 4v16M16 4v16M3 9h5M3 15h5M16 9h5M16 15h5');
export const FlipHorizontal = icon('M12 3v3M12 9v2M12 14v2M12 19v2M8 6l-5 12h5zM16 6l5 12h-5z');
export const FolderOpen = icon('M4 20V5h6l2 2h7v4M4 20l3-9h15l-3 9z');
export const GraduationCap = icon('M2 9l10-4 10 4-10 4zM6 11v5q6 4 12 0v-5M22 9v6');
export const Grid = icon(box(3, 3, 18, 18), 'M12 3v18M3 12h18');
export const Help = icon(circle(12, 12, 10), 'M9 9a3 3 0 1 1 4.5 2.6Q12 12.500 12 14', dot(12, 17.5));
export const History = icon(backwards, 'M12 8v4l3 2');
export const Layers = icon('M12 3l9 5-9 5-9-5zM3 13l9 5 9-5');
export const Link = icon(
  'M10 14a4 4 0 0 0 6 0l4-4a4 4 0 0 0-6-6l-2 2M14 10a4 4 0 0 0-6 0l-4 4a4 4 0 0 0 6 6l2-2',
);
export const Lock = icon(box(4, 11, 16, 10), 'M8 11V7a4 4 0 0 1 8 0v4');
export const LockOpen = icon(box(4, 11, 16, 10), 'M8 11V7a4 4 0 0 1 7.700-1.500');
export const MapIcon = icon('M3 6l6-3 6 3 6-3v15l-6 3-6-3-6 3zM9 3v15M15 6v15');
export const More = icon(circle(12, 5, 0.7), circle(12, 12, 0.7), circle(12, 19, 0.7));
export const Move = icon('M12 3v18M3 12h18M9 6l3-3 3 3M9 18l3 3 3-3M6 9l-3 3 3 3M18 9l3 3-3 3');
export const MoveHorizontal = icon('M3 12h18M7 8l-4 4 4 4M17 8l4 4-4 4');
export const PanelIcon = icon(box(3, 4, 18, 16), 'M15 4v16');
export const Pause = icon('M8 5v14M16 5v14');
export const Pencil = icon('M4 20l1-5L16 4l4 4L9 19zM13 7l4 4');
export const Play = icon('M7 4l13 8-13 8z');
export const Portrait = icon(box(3, 3, 18, 18), circle(12, 10, 3.2), 'M6 21q1-6 6-6t6 6');
export const Plus = icon('M12 5v14M5 12h14');
export const Presentation = icon(box(3, 4, 18, 13), 'M9 21h6M12 17v4');
export const Redo = icon('M15 5l5 5-5 5M20 10H9a5 5 0 0 0 0 10h4');
export const Refresh = icon('M20 4v5h-5M4 20v-5h5M19.500 9A8 8 0 0 0 5 8M4.500 15A8 8 0 0 0 19 16');
export const Reset = icon(backwards);
export const Search = icon(circle(11, 11, 7), 'M16 16l5 5');
export const Settings = icon(
  circle(12, 12, 3),
  'M12 2v4M12 18v4M2 12h4M18 12h4M4.900 4.900l2.900 2.900M16.200 16.200l2.900 2.900M4.900 19.100l2.900-2.900M16.200 7.800l2.900-2.900',
);
export const Shuffle = icon(
  'M3 7h3q3 0 6 5t6 5h3M18 14l3 3-3 3M3 17h3q2 0 4-2.500M14 9.500Q16 7 18 7h3M18 4l3 3-3 3',
);
export const Sliders = icon('M3 6h9M18 6h3M15 3v6M3 12h3M12 12h9M9 9v6M3 18h11M20 18h1M17 15v6');
export const Spline = icon(circle(19, 5, 2), circle(5, 19, 2), 'M5 17A12 12 0 0 1 17 5');
export const Trash = icon('M3 6h18M8 6V3h8v3M5 6l1 15h12l1-15M10 10v7M14 10v7');
export const Undo = icon('M9 5l-5 5 5 5M4 10h11a5 5 0 0 1 0 10h-4');
export const X = icon('M6 6l12 12M18 6L6 18');
