import { useMessages } from '../../language/useMessages.ts';
import { networkMessages } from './messages.ts';

/** One idea of the paper: three sentences, its formula, and its place in the paper. */
export function Idea({ text, formula, place }: { text: string; formula: string; place: string }) {
  const t = useMessages(networkMessages);
  return (
    <div className="network-idea">
      <p>{text}</p>
      <p className="network-formula">{formula}</p>
      <p className="hint">
        <a href="https://arxiv.org/abs/1710.10196" target="_blank" rel="noreferrer">
          {t.paper}
        </a>
        {` · ${place}`}
      </p>
    </div>
  );
}
