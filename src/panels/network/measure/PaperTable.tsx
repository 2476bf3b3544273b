import { useEffect } from 'react';
import { useRun } from '../../../commands/hooks.ts';
import { showModelCard } from '../../../commands/work/models.ts';
import { formatNumber } from '../../../language/numbers.ts';
import { useMessages } from '../../../language/useMessages.ts';
import { type PaperRow, paperRows, paperTable } from '../../../network/measure/paperTable.ts';
import { useSelect } from '../../../store/hooks.ts';
import type { ModelFigures } from '../../../store/state/measure.ts';
import { useSeen } from '../useSeen.ts';
import { measureMessages } from './messages.ts';

const tableSide = 128;

const rowNames = {
  a: 'rowA',
  b: 'rowB',
  c: 'rowC',
  d: 'rowD',
  'e*': 'rowEStar',
  e: 'rowE',
  f: 'rowF',
  g: 'rowG',
  h: 'rowH',
} as const satisfies Record<PaperRow, string>;

const swd = (value: number | null | undefined) => (value == null ? '–' : formatNumber(value, 2, true));
const similarity = (value: number | null | undefined) => (value == null ? '–' : formatNumber(value, 4, true));

/** The paper's table 1, the current model below it, and notes on what can be compared. */
export function PaperTable({ figures }: { figures: ModelFigures | null }) {
  const t = useMessages(measureMessages);
  const run = useRun();
  const [ref, seen] = useSeen<HTMLDivElement>();
  const model = useSelect((state) => state.model);
  const card = useSelect(({ modelCard }) => (modelCard?.model === model?.id ? modelCard?.card : null));
  useEffect(() => {
    if (seen && model?.card) run(showModelCard);
  }, [run, seen, model]);
  const { width = tableSide, height = tableSide } = model?.image ?? {};
  return (
    <div ref={ref} className="measure-paper">
      <h3>{t.table}</h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: axe wants a scrollable region to be reached by the keyboard */}
      <section className="measure-scroll" aria-label={t.table} tabIndex={0}>
        <table className="tab-nums" aria-label={t.table}>
          <thead>
            <tr>
              <th scope="col" rowSpan={2}>
                {t.configuration}
              </th>
              <th scope="colgroup" colSpan={2}>
                {t.celebA}
              </th>
              <th scope="colgroup" colSpan={2}>
                {t.bedroom}
              </th>
            </tr>
            <tr>
              {['celebA', 'bedroom'].flatMap((of) => [
                <th key={`${of} swd`} scope="col">
                  {t.swd}
                </th>,
                <th key={`${of} ms-ssim`} scope="col">
                  {t.msSsim}
                </th>,
              ])}
            </tr>
          </thead>
          <tbody>
            {paperRows.map((name) => {
              const { celebA, bedroom } = paperTable[name];
              return (
                <tr key={name}>
                  <th scope="row">{t[rowNames[name]]}</th>
                  <td>{swd(celebA.average)}</td>
                  <td>{similarity(celebA.msSsim)}</td>
                  <td>{swd(bedroom.average)}</td>
                  <td>{similarity(bedroom.msSsim)}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </section>
      <p className="hint">{t.source}</p>
      <table className="measure-own tab-nums">
        <thead>
          <tr>
            <th scope="col">{t.ownPictures}</th>
            <th scope="col">{t.swd}</th>
            <th scope="col">{t.msSsim}</th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">{t.thisModel}</th>
            <td>{swd(card?.swd.average)}</td>
            <td>{similarity(figures?.msSsim.mean ?? card?.msSsim.model)}</td>
          </tr>
          {card && (
            <tr>
              <th scope="row">{t.itsData}</th>
              <td>{swd(card.swd.floor)}</td>
              <td>{similarity(card.msSsim.data)}</td>
            </tr>
          )}
        </tbody>
      </table>
      <ul className="hint measure-compare">
        <li>{width === tableSide && height === tableSide ? t.sameSize : t.otherSize({ width, height })}</li>
        <li>{t.compareSsim}</li>
        <li>{t.compareSwd}</li>
        <li>{t.compareOthers}</li>
      </ul>
    </div>
  );
}
