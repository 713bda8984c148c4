import sharp from 'sharp';
import { internal } from '../../adapters/internal/index.js';
import { portraitOfAnna, selfieOfAnna, selfieOfBerta } from '../support/sample-faces.js';
import { describeAdapter } from './adapter.contract.js';

describeAdapter({
  definition: internal,
  options: { workers: 1 },
  samples: {
    document: { FRONT: async () => drawCard(await portraitOfAnna()), BACK: async () => drawCard() },
    selfie: selfieOfAnna,
    sameFace: portraitOfAnna,
    otherFace: selfieOfBerta,
    personal: ['ANNA', 'ERIKSSON', 'L898902C3'],
  },
});

/** A made-up card: printed fields, and a portrait on its front. */
async function drawCard(portrait?: Buffer): Promise<Buffer> {
  const lines = ['UTOPIA IDENTITY CARD', 'ERIKSSON', 'ANNA', '12.08.1974', 'L898902C3'];
  const text = lines.map((line, i) => `<text x="400" y="${120 + i * 90}" font-size="44">${line}</text>`).join('');
  const svg = `<svg width="1012" height="638"><g font-family="sans-serif">${text}</g></svg>`;
  const photo = portrait && (await sharp(portrait).resize(300, 300).toBuffer());
  return sharp({ create: { width: 1012, height: 638, channels: 3, background: '#dfe8ee' } })
    .composite([{ input: Buffer.from(svg) }, ...(photo ? [{ input: photo, left: 50, top: 150 }] : [])])
    .jpeg({ quality: 92 })
    .toBuffer();
}
