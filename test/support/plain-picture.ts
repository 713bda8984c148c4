import sharp from 'sharp';

/** A picture of nothing; what is appended tells a local vendor or the sandbox what to answer. */
export const plainPicture =
  (appended = '') =>
  async (): Promise<Buffer> => {
    const blank = sharp({ create: { width: 640, height: 400, channels: 3, background: '#dfe8ee' } });
    return Buffer.concat([await blank.jpeg().toBuffer(), Buffer.from(appended)]);
  };
export const vendorPicture = (scenario: string) => plainPicture(`\nlocal-vendor:${scenario}\n`);
