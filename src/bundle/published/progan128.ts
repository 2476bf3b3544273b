/**
 * TF-Hub's progan-128 in TF.js form, as the repository below published it at one commit: sizes and git object names of
 * its files. Any other host with the same bytes will do.
 */
import type { PublishedFile } from './fileList.ts';
import type { PublishedModel } from './publishedModel.ts';

const repository = 'josephrocca/tfjs-gans';
const commit = '63bb9c6fe631a82073c953ac2a270ddbd326ca48';

/** Every shard but the last has this many bytes. */
const shardBytes = 4_194_304;

const float32Shards = [
  '7c9fa4ecc6acf29d8d2e665e7afcd1bd33b7ea9d',
  'd936c39d9c672612ac7eb895fc3cf3da92d1717b',
  'cca8d6c409b52e7ca43ef93ca91bfdf2cc8c3d98',
  '755263971cb58c558e658a6d8901b6ca434e0139',
  '6978fb1cc8e12e179c03ff81e3bf009d84770700',
  'fa071b4627fb0cb0c2ff20ab821f4351eb3945ad',
  '32be1decab6f6d7f8e95145948dbdaf7c2eae63f',
  '0c28a0dedebbfa43231527205a244eccfef5e9fa',
  'f53b26fed1141c92b7bc984c09ee82e8a9257950',
  '2e345a01f59c7680c44233ef55940f8850928463',
  '15d58f7785db2214b25010daa3f97af5fa141d3e',
  'c9c08135bb5a64a1bf5ec0a56470a8fa0e6b8908',
  'acde83dddb6a5147fbf53ff21da688d5cf34358e',
  '9ffcba7af3a357e211470bcffacbe9d90325e3cd',
  '5fc5aa5b1e758aea693cfb096f45cfe79e384d21',
  'b5e0f1d68b5764ff587c7dbc2fd86305c170032d',
  'b2b85ab1d83f28f0e1742e5bf6e977f6bdc0299b',
  'f2d0f25769b1252ed40ba733afbcbd44ec4920ae',
  'c6c354fdd6f5adbfb0fb70e9a178e407892d71f4',
  '7df53e218fababaf7bef6dac0a068be782c76f2f',
  '90b471858cd609767209292bce0ee71f065927ee',
  '764965e6357faf110a2b85733f77239edd9c3313',
];

const uint8Shards = [
  'bd1e81b9e69f9495b1d9d0660bd93ee771ed1275',
  '05683aa5f2b92c42d337ba1cad5bc780e0a6da54',
  'eb3e3c46672e196873d390bd10a035347758665a',
  '152070c5096ddab63a130c80e61aca8c72dd4eef',
  'd0f6262c54457487a54b9d03287188892c17e004',
  '05123d9e58fd5a9ea3dbbd62e0bd0023ef3ed9ad',
];

function shards(folder: string, blobs: readonly string[], lastBytes: number): PublishedFile[] {
  return blobs.map((gitBlob, i) => ({
    path: `${folder}group1-shard${i + 1}of${blobs.length}.bin`,
    bytes: i === blobs.length - 1 ? lastBytes : shardBytes,
    gitBlob,
  }));
}

export const progan128: PublishedModel = {
  id: 'progan-128',
  title: 'ProGAN CelebA 128',
  shows: 'realFaces',
  description:
    'The Progressive GAN that the TF-Hub team trained on CelebA: a 512-d latent to faces of 128 x 128 pixels.',
  latent: 512,
  resolution: 128,
  prior: 'normal',
  // CelebA's aligned pictures, and the square of 128 pixels that ProGAN's authors cropped from them
  // (docs/decisions/face-finder.md).
  faces: { leftEye: [0.344, 0.422], rightEye: [0.648, 0.422], mouth: [0.496, 0.742] },
  // The repository states no licence of its own; it holds TF-Hub’s module in another form.
  licence: {
    name: 'Apache-2.0',
    url: 'https://www.apache.org/licenses/LICENSE-2.0',
    credit: `TF-Hub (Google), https://tfhub.dev/google/progan-128/1; in TF.js form by ${repository}`,
  },
  source: { name: `${repository} on GitHub`, url: `https://github.com/${repository}/tree/${commit}` },
  host: 'github.com',
  addresses: [
    `https://raw.githubusercontent.com/${repository}/${commit}/`,
    'https://josephrocca.github.io/tfjs-gans/',
  ],
  archives: [
    // The form documented by tensorflow.org/hub/hosting; it redirects to a signed address.
    'https://tfhub.dev/google/progan-128/1?tf-hub-format=compressed',
    // TF-Hub moved to Kaggle Models in November 2023; public models need no account.
    'https://www.kaggle.com/api/v1/models/google/progan-128/tensorFlow1/progan-128/1/download',
    // The storage behind the old tfhub.dev; it now refuses some models.
    'https://storage.googleapis.com/tfhub-modules/google/progan-128/1.tar.gz',
  ],
  archiveSource: { name: 'TF-Hub', url: 'https://www.kaggle.com/models/google/progan-128' },
  variants: {
    uint8: [
      {
        path: 'model/progan128_quantized_uint8/model.json',
        bytes: 57629,
        gitBlob: '65762c86d46b19e77c74d9f8997689ae5b1d0709',
      },
      ...shards('model/progan128_quantized_uint8/', uint8Shards, 1955274),
    ],
    float32: [
      {
        path: 'model/progan128/model.json',
        bytes: 51940,
        gitBlob: '10eb0475601aa04e9d24eb20bb91b4263c615ddc',
      },
      ...shards('model/progan128/', float32Shards, 3625892),
    ],
  },
};
