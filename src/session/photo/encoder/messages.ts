/** Calls of the encoder's worker, with their answers. */
import type { EncoderPicture } from '../../../converter/encoder/encoder.ts';

export interface Questions {
  encode: {
    ask: {
      /** Address of the encoder's folder, with a closing slash. */
      address: string;
      /** Numbers of z. */
      size: number;
      picture: EncoderPicture;
    };
    /** Null if the model has no encoder, or none that can be read. */
    answer: Float32Array | null;
  };
}
