/** The models that `npm run fetch-model` knows: where their makers publish them. */

export interface KnownModel {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  /** The page that says what it is. */
  readonly page: string;
  /** Addresses, which are tried in turn. */
  readonly addresses: readonly string[];
  /** Size and SHA-256 of the archive. Null where nobody has published them: the archive is then judged by its own checksums. */
  readonly bytes: number | null;
  readonly sha256: string | null;
}

export const knownModels: readonly KnownModel[] = [
  {
    id: 'progan-128',
    title: 'ProGAN CelebA 128',
    description: 'Progressive GAN trained on CelebA by the TF-Hub team: 512-d latent to faces of 128x128.',
    page: 'https://www.kaggle.com/models/google/progan-128',
    addresses: [
      // The form that tensorflow.org/hub/hosting documents; it redirects to a signed address.
      'https://tfhub.dev/google/progan-128/1?tf-hub-format=compressed',
      // TF-Hub moved to Kaggle Models in November 2023; public models need no account.
      'https://www.kaggle.com/api/v1/models/google/progan-128/tensorFlow1/progan-128/1/download',
      // The store behind the old tfhub.dev; refuses for some models by now.
      'https://storage.googleapis.com/tfhub-modules/google/progan-128/1.tar.gz',
    ],
    // Neither TF-Hub nor Kaggle publishes them.
    bytes: null,
    sha256: null,
  },
];
