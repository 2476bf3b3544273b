/** Long calculations off the page's thread: finding directions and fitting boundaries. */
import { toPlainError } from '../../../base/errors.ts';
import { evenLatents } from '../../../latent/direction/evenLatents.ts';
import {
  closedFormDirections,
  latentDirections,
  principalComponents,
} from '../../../latent/direction/pca.ts';
import { teachAttribute } from '../../../latent/direction/teach.ts';
import type { FoundDirection, FromMaths, Kind, Questions, ToMaths } from './messages.ts';

function answer(question: ToMaths): Questions[Kind]['answer'] {
  switch (question.kind) {
    case 'closedForm':
      return closedForm(question.ask);
    case 'evenLatents': {
      const { count, size, within } = question.ask;
      return evenLatents(count, size, 1, within);
    }
    case 'components':
      return components(question.ask);
    case 'teach':
      return teachAttribute(question.ask.marks, question.ask.options);
  }
}

function closedForm({ kernel, size, channels, count }: Questions['closedForm']['ask']): FoundDirection[] {
  let whole = 0;
  for (const weight of kernel) whole += weight * weight;
  const { directions, strengths } = closedFormDirections(kernel, size, channels, count);
  return directions.map((direction, k) => ({
    direction,
    share: whole > 0 ? strengths[k]! ** 2 / whole : 0,
  }));
}

function components({ latents, samples, count }: Questions['components']['ask']): FoundDirection[] {
  const { scores, shares } = principalComponents(samples, count);
  return (
    latentDirections(latents, scores)
      .map((direction, k) => ({ direction, share: shares[k]! }))
      // A component that looks the same at z and at -z belongs to no direction of z.
      .filter(({ direction }) => direction.some((value) => value !== 0))
  );
}

self.addEventListener('message', ({ data }: MessageEvent<ToMaths>) => {
  let reply: FromMaths;
  try {
    reply = { id: data.id, answer: answer(data) };
  } catch (error) {
    reply = { id: data.id, error: toPlainError(error) };
  }
  self.postMessage(reply);
});
