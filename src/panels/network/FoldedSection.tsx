import { useEffect, useId, useRef, useState } from 'react';
import { ChevronRight } from '../parts/icons.tsx';
import { type LaterPart, Part } from '../parts/later/LaterPart.tsx';
import { Awaited } from './Awaited.tsx';
import { InView } from './useLive.ts';

/** A foldable part of the panel. Folded parts are neither fetched nor computed, and parts out of view are not updated. */
export function FoldedSection({
  name,
  title,
  part,
}: {
  /** Its name in lessons. */
  name: string;
  title: string;
  part: LaterPart;
}) {
  const id = useId();
  const [open, setOpen] = useState(true);
  const section = useRef<HTMLElement>(null);
  const [inView, setInView] = useState(false);
  useEffect(() => {
    if (!section.current) return;
    const observer = new IntersectionObserver((entries) =>
      setInView(entries.at(-1)?.isIntersecting ?? false),
    );
    observer.observe(section.current);
    return () => observer.disconnect();
  }, []);
  return (
    <section ref={section} className="section network-part" aria-labelledby={id}>
      <h2 id={id}>
        <button
          type="button"
          className="network-fold"
          data-fold={name}
          aria-expanded={open}
          onClick={() => setOpen((before) => !before)}
        >
          <ChevronRight size={14} aria-hidden="true" />
          {title}
        </button>
      </h2>
      {open && (
        <div className="network-body">
          <InView value={inView}>
            <Part of={part} broken="block" name={title} room={<Awaited />} />
          </InView>
        </div>
      )}
    </section>
  );
}
