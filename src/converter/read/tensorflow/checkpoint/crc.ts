/**
 * CRC-32C as LevelDB and TensorFlow store it: masked, because a checksum over data that contains its own checksums is
 * weak.
 */
import { crc32c } from '../../../archive/formats/crc.ts';

export function maskedCrc32c(bytes: Uint8Array): number {
  const crc = crc32c(bytes);
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}
