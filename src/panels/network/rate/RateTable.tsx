import type { computeRates } from '../../../commands/measure/measure.ts';
import { formatNumber, formatPercent } from '../../../language/numbers.ts';
import { useMessages } from '../../../language/useMessages.ts';
import { rateMessages } from './messages.ts';
import './rate.css';

/** The model's own weights, or the ones that it was initialised with. */
export type Weights = 'trained' | 'drawn';

export type Rates = Awaited<ReturnType<typeof computeRates.perform>>;

/** One row per layer. Bars under the steps show how far apart they are. */
export function RateTable({ rates, weights }: { rates: Rates; weights: Weights }) {
  const t = useMessages(rateMessages);
  const longest = Math.max(...rates.map((layer) => Math.max(...Object.values(layer[weights].step))));
  return (
    // The table may be wider than the panel and must scroll by keyboard, too.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: axe wants a scrollable region to be reached by the keyboard
    <section className="rate-scroll" aria-label={t.table} tabIndex={0}>
      <table className="rate-table tab-nums" aria-label={t.table}>
        <thead>
          <tr>
            <th scope="col" rowSpan={2}>
              {t.layer}
            </th>
            <th scope="col" rowSpan={2}>
              {t.constant}
            </th>
            <th scope="colgroup" colSpan={2}>
              {t.spread}
            </th>
            <th scope="colgroup" colSpan={2}>
              {t.step}
            </th>
          </tr>
          <tr>
            {[t.used, t.kept, t.without, t.with].map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rates.map(({ name, shape, [weights]: { fanIn, he, spread, step } }) => (
            <tr key={name}>
              <th scope="row">
                {name}
                <small>{shape.join(' × ')}</small>
              </th>
              <td>
                {formatNumber(he, 3, true)}
                <small>{t.fanIn({ count: fanIn })}</small>
              </td>
              <td>{formatNumber(spread.used, 3, true)}</td>
              <td>{formatNumber(spread.kept, 2, true)}</td>
              <Step share={step.plain} longest={longest} look="rate-bar plain" />
              <Step share={step.equalized} longest={longest} look="rate-bar" />
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Step({ share, longest, look }: { share: number; longest: number; look: string }) {
  return (
    <td>
      {formatPercent(share, share < 0.01 ? 2 : 1)}
      <i className={look} style={{ width: `${longest > 0 ? (100 * share) / longest : 0}%` }} />
    </td>
  );
}
