/** Routes the page's messages to the controller. */
import { answerCalls, Given } from '../../base/workers/answerCalls.ts';
import { type AheadMessage, OpenAhead, type OpenAheadMessage } from '../early/openAhead.ts';
import type { EngineCalls, FromWorker, ToWorker } from '../protocol.ts';
import { Controller, type ControllerHost } from './controller.ts';
import { givenAway } from './givenAway.ts';

/**
 * Serves the page's messages.
 * @param post sends to the page. @param host replaces the outside world in tests.
 * @returns the handler of the page's messages, and what opens a model ahead of them.
 */
export function serveEngine(
  post: (message: FromWorker | AheadMessage, transfer: Transferable[]) => void,
  host: Partial<ControllerHost> = {},
): { serve: (message: ToWorker | OpenAheadMessage) => void; ahead: OpenAhead } {
  const controller = new Controller({ say: (event, transfer = []) => post(event, transfer), ...host });
  const ahead = new OpenAhead((url, options) => controller.load(url, options));
  const manifests = new Map<number, (text: string | undefined) => void>();

  const answered = answerCalls<EngineCalls>(post, {
    load({ url }, { id, signal, tell }) {
      const manifestText = new Promise<string | undefined>((resolve) => manifests.set(id, resolve));
      return ahead
        .load(url, { manifestText, signal, tell: (progress) => tell({ type: 'progress', progress }) })
        .finally(() => manifests.delete(id));
    },
    async batch({ zs, size, changes }, { signal, tell }) {
      await controller.batch(zs, { size, changes }, signal, (index, image) =>
        tell({ type: 'image', index, image }, [image]),
      );
      return undefined;
    },
    async raw({ z }, { signal }) {
      const values = await controller.raw(z, signal);
      return new Given(values, [values.data.buffer]);
    },
    gradientSizes: (_, { signal }) => controller.gradients.resolutions(signal),
    async gradientPictures({ zs, resolution }, { signal }) {
      const pictures = await controller.gradients.pictures(zs, resolution, signal);
      return new Given(
        pictures,
        pictures.map(({ data }) => data.buffer),
      );
    },
    async gradient({ zs, dPictures, resolution }, { signal }) {
      const found = await controller.gradients.gradient(zs, dPictures, resolution, signal);
      return new Given(
        found,
        found.map(({ buffer }) => buffer),
      );
    },
    layers: async () => controller.inside.layers(),
    async setChanges({ changes }, { signal }) {
      await controller.inside.setChanges(changes, signal);
      return undefined;
    },
    async featureMaps({ z, layer, changes }, { signal }) {
      const maps = await controller.inside.featureMaps(z, layer, signal, changes);
      return new Given(maps, [maps.data.buffer]);
    },
    signal: ({ z }, { signal }) => controller.inside.signal(z, signal),
    async weight({ name }) {
      const weight = await controller.weight(name);
      return new Given(weight, [weight.data.buffer]);
    },
    switchBackend: ({ choice }, { signal }) => controller.switchBackend(choice, signal),
  });

  async function openAhead(message: OpenAheadMessage): Promise<void> {
    const model = await ahead.begin(message, () => post({ type: 'weightsAhead' }, []));
    const { z } = message;
    // Once the page has asked for a model, it will ask for the picture itself.
    if (!ahead.waitsForPage || z?.length !== model.latent.size)
      return post({ type: 'pictureAhead', image: undefined }, []);
    const { image, transfer } = givenAway(await controller.picture(z));
    post({ type: 'pictureAhead', image }, transfer);
  }

  const serve = (message: ToWorker | OpenAheadMessage) => {
    if (answered(message)) return;
    switch (message.type) {
      case 'openAhead':
        // The page learns what went wrong when it asks for the model.
        return void openAhead(message).catch(() => post({ type: 'pictureAhead', image: undefined }, []));
      case 'start':
        return controller.start(message.choice);
      case 'manifest':
        return manifests.get(message.load)?.(message.text);
      case 'render':
        return controller.render(message.stamp, message.z, message.epoch);
      case 'ping':
        return post({ type: 'pong', idle: controller.idle }, []);
    }
  };
  return { serve, ahead };
}
