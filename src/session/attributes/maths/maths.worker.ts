/** Long calculations off the page's thread: finding directions and fitting boundaries. */
import { answerCalls } from '../../../base/workers/answerCalls.ts';
import { evenLatents } from '../../../latent/direction/evenLatents.ts';
import {
  closedFormDirections,
  latentDirections,
  principalComponents,
} from '../../../latent/direction/pca.ts';
import { teachAttribute } from '../../../latent/direction/teach.ts';
import type { FoundDirection, Questions } from './messages.ts';

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

const answered = answerCalls<Questions>((message, transfer) => self.postMessage(message, { transfer }), {
  closedForm,
  components,
  evenLatents: ({ count, size, within }) => evenLatents(count, size, 1, within),
  teach: ({ marks, options }) => teachAttribute(marks, options),
});
self.addEventListener('message', ({ data }) => void answered(data));
