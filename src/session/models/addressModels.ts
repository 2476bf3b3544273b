/**
 * Opens models by their address: immediately if the user typed it, and after a question if it came from a link or was
 * pasted.
 */
import { ZscapeError } from '../../base/errors.ts';
import { isOffline } from '../../download/failure.ts';
import type { AskedAddress, ModelEntry } from '../../store/state/models.ts';
import type { ZscapeStore } from '../../store/store.ts';
import type { DeviceModels } from './deviceModels.ts';
import type { Beginning, ModelLoader } from './modelLoader.ts';

/** A link's request for the model that the user is being asked about. */
interface FromLink {
  /** What to show first. */
  begin: Beginning;
  /** Called if the user declines. */
  declined(): void;
}

export class AddressModels {
  readonly #store: ZscapeStore;
  readonly #deviceModels: DeviceModels;
  readonly #models: ModelLoader;
  #fromLink: FromLink | null = null;

  constructor(store: ZscapeStore, deviceModels: DeviceModels, models: ModelLoader) {
    this.#store = store;
    this.#deviceModels = deviceModels;
    this.#models = models;
  }

  /**
   * Returns the model of this device that came from that address; null if there is none. @throws ADDRESS_INVALID,
   * ADDRESS_INSECURE
   */
  async kept(text: string): Promise<ModelEntry | null> {
    const { address } = await understood(text);
    return (
      this.#store.getState().catalogue?.find((entry) => entry.onDevice && entry.address === address) ?? null
    );
  }

  /**
   * Asks the user whether to open an address. No host is contacted yet.
   * @param fromLink the request of the link that contained the address; by default the current face's seed is shown first
   * @throws ADDRESS_INVALID, ADDRESS_INSECURE
   */
  async ask(text: string, by: AskedAddress['by'], fromLink: FromLink | null = null): Promise<void> {
    const { address, host } = await understood(text);
    this.#fromLink = fromLink;
    this.#store.setState({ askedAddress: { address, host, by } });
  }

  /** Takes the user's answer to the question. @param usual what is shown first if the link does not say. @throws as `open` */
  async answer(yes: boolean, usual: Beginning): Promise<void> {
    const { askedAddress } = this.#store.getState();
    const fromLink = this.#fromLink;
    this.#fromLink = null;
    this.#store.setState({ askedAddress: null });
    if (!yes) fromLink?.declined();
    if (!yes || !askedAddress) return;
    this.#store.setState({ panel: 'models' });
    await this.open(askedAddress.address, fromLink?.begin ?? usual);
  }

  /**
   * Fetches a model, keeps it on this device and shows it; a model that came from there before is shown from this device.
   * @throws any error of `fetchModel` and of the converter; STORAGE_*; CANCELLED
   */
  async open(text: string, begin: Beginning): Promise<void> {
    const { address, host } = await understood(text);
    const entry = (await this.kept(text)) ?? (await this.#fetched(address, host));
    await this.#models.load(entry, begin);
  }

  /** Without a connection not even the code that fetches models can be loaded. */
  #fetched(address: string, host: string): Promise<ModelEntry> {
    if (isOffline()) throw offline(host);
    return this.#deviceModels.addFrom(address, host);
  }
}

const offline = (what: string): ZscapeError =>
  new ZscapeError(
    'OFFLINE',
    `This device is offline, so nothing can be downloaded from ${what}. Try again once you are connected.`,
  );

/** Parses an address. The code for this is loaded on demand, so it is not part of the page's first script. */
async function understood(text: string) {
  const { understandAddress } = await import('../../converter/address/understand.ts').catch(
    (error: unknown) => {
      throw isOffline() ? offline('there') : error;
    },
  );
  return understandAddress(text);
}
