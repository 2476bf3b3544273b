/** Models by their address: after a question where the address came by a link or a paste, at once where it was typed. */
import { ZscapeError } from '../../base/errors.ts';
import { isOffline } from '../../download/failure.ts';
import type { AskedAddress, ModelEntry } from '../../store/state/models.ts';
import type { ZscapeStore } from '../../store/store.ts';
import type { DeviceModels } from './deviceModels.ts';
import type { Beginning, ModelLoader } from './modelLoader.ts';

export class AddressModels {
  readonly #store: ZscapeStore;
  readonly #deviceModels: DeviceModels;
  readonly #models: ModelLoader;
  /** What a link shows of the model that the user is being asked about. */
  #begin: Beginning | null = null;

  constructor(store: ZscapeStore, deviceModels: DeviceModels, models: ModelLoader) {
    this.#store = store;
    this.#deviceModels = deviceModels;
    this.#models = models;
  }

  /** The model of this device that came from there; null where there is none. @throws ADDRESS_INVALID, ADDRESS_INSECURE */
  async kept(text: string): Promise<ModelEntry | null> {
    const { address } = await understood(text);
    return (
      this.#store.getState().catalogue?.find((entry) => entry.onDevice && entry.address === address) ?? null
    );
  }

  /**
   * Asks the user whether to open an address. No host is asked for anything yet.
   * @param begin what is shown first of the model; what the present face's seed gives when left out
   * @throws ADDRESS_INVALID, ADDRESS_INSECURE
   */
  async ask(text: string, by: AskedAddress['by'], begin: Beginning | null = null): Promise<void> {
    const { address, host } = await understood(text);
    this.#begin = begin;
    this.#store.setState({ askedAddress: { address, host, by } });
  }

  /** What the user says to the question. @param usual what is shown first where the link says nothing. @throws as `open` */
  async answer(yes: boolean, usual: Beginning): Promise<void> {
    const { askedAddress } = this.#store.getState();
    const begin = this.#begin ?? usual;
    this.#begin = null;
    this.#store.setState({ askedAddress: null });
    if (!yes || !askedAddress) return;
    this.#store.setState({ panel: 'models' });
    await this.open(askedAddress.address, begin);
  }

  /**
   * Fetches a model, keeps it on this device and shows it; one that came from there before is shown as it was kept.
   * @throws what `fetchModel` and the converter throw; STORAGE_*; CANCELLED
   */
  async open(text: string, begin: Beginning): Promise<void> {
    const { address, host } = await understood(text);
    const entry = (await this.kept(text)) ?? (await this.#fetched(address, host));
    await this.#models.load(entry, begin);
  }

  /** Not even the code that fetches can be had without a connection. */
  #fetched(address: string, host: string): Promise<ModelEntry> {
    if (isOffline()) throw offline(host);
    return this.#deviceModels.addFrom(address, host);
  }
}

const offline = (what: string): ZscapeError =>
  new ZscapeError(
    'OFFLINE',
    `This device is offline, so nothing can be fetched from ${what}. Try again once it is connected.`,
  );

/** What understands addresses is no part of the page's first script. */
async function understood(text: string) {
  const { understandAddress } = await import('../../converter/address/understand.ts').catch(
    (error: unknown) => {
      throw isOffline() ? offline('there') : error;
    },
  );
  return understandAddress(text);
}
