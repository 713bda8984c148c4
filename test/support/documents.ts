import sharp from 'sharp';

/** A sharp picture of something that is no document. */
export const picture = async (format: 'jpeg' | 'png' | 'webp' | 'gif' | 'tiff' = 'jpeg', size = 640): Promise<Blob> => {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}">${stripes(size)}</svg>`;
  const bytes = await sharp(Buffer.from(svg))[format]().toBuffer();
  return new Blob([new Uint8Array(bytes)], { type: `image/${format}` });
};

const stripes = (size: number): string =>
  Array.from({ length: 16 }, (_, i) => {
    const colour = i % 2 ? '#333' : '#ddd';
    return `<rect x="${(i * size) / 16}" y="${i * 7}" width="${size / 16}" height="${size}" fill="${colour}"/>`;
  }).join('');

/** A PNG that is small as a file and huge as an image. */
export const bomb = async (): Promise<Blob> => {
  const bytes = await sharp({ create: { width: 12_000, height: 12_000, channels: 3, background: '#fff' } })
    .png({ compressionLevel: 9 })
    .toBuffer();
  return new Blob([new Uint8Array(bytes)], { type: 'image/png' });
};

export const blobOf = (bytes: Uint8Array): Blob => new Blob([new Uint8Array(bytes)], { type: 'image/jpeg' });
