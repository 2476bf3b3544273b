/**
 * A recipe in a WebP: a chunk of XMP (WebP Container Specification, "Metadata"; ISO 16684-1), which programs that copy
 * pictures keep more often than unknown chunks.
 */
const namespace = 'urn:zscape:recipe';
const opening = '<zscape:recipe>';
const closing = '</zscape:recipe>';

/** The bit in the first byte of `VP8X` for files with XMP. */
export const webpMetadataFlag = 0x04;

const escapes = { '&': '&amp;', '<': '&lt;', '>': '&gt;' } as const;

/** Makes a packet of XMP that holds only a recipe. */
export function xmpOf(text: string): string {
  const escaped = text.replace(/[&<>]/g, (sign) => escapes[sign as keyof typeof escapes]);
  return `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:zscape="${namespace}">${opening}${escaped}${closing}</rdf:Description></rdf:RDF></x:xmpmeta>`;
}

/**
 * Makes the whole chunk, padded to an even length. It belongs at the end of the file, and `VP8X` has to have
 * `webpMetadataFlag`.
 */
export function webpRecipeChunk(text: string): Uint8Array<ArrayBuffer> {
  const packet = new TextEncoder().encode(xmpOf(text));
  const chunk = new Uint8Array(8 + packet.length + (packet.length % 2));
  chunk.set(new TextEncoder().encode('XMP '));
  new DataView(chunk.buffer).setUint32(4, packet.length, true);
  chunk.set(packet, 8);
  return chunk;
}

/** Returns the recipe in XMP, even if another program has rewritten the element; null if there is none. */
export function recipeInXmp(xmp: string): string | null {
  const prefix = new RegExp(`xmlns:([\\w-]+)\\s*=\\s*["']${namespace}["']`).exec(xmp)?.[1];
  if (prefix === undefined) return null;
  const element = new RegExp(`<${prefix}:recipe>([^<]*)</${prefix}:recipe>`).exec(xmp)?.[1];
  const attribute = new RegExp(`\\s${prefix}:recipe\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(xmp);
  const escaped = element ?? attribute?.[1] ?? attribute?.[2];
  return escaped === undefined ? null : unescapeXml(escaped);
}

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function unescapeXml(text: string): string {
  return text.replace(
    /&(?:(amp|lt|gt|quot|apos)|#(\d{1,7})|#x([0-9a-fA-F]{1,6}));/g,
    (whole, name, tens, hex) => {
      if (name !== undefined) return named[name] ?? whole;
      const code = tens === undefined ? Number.parseInt(hex, 16) : Number(tens);
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    },
  );
}
