import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';

const ALGORITHM = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** What each key derived from the master key is for; one key never serves two ends. */
type KeyPurpose =
  | 'wrap'
  | 'search'
  | 'api-key'
  | 'sdk-token'
  | 'holder-token'
  | 'download'
  | 'check'
  | 'webhook'
  | 'identity'
  | 'receipt'
  | 'provider'
  | 'cache'
  | 'sighting';

/**
 * Seals bytes under a 256-bit key by AES-256-GCM: nonce, tag, ciphertext. The context (whose it is, what it is) is
 * authenticated with it, so that a sealed value moved to another row does not open.
 */
export function seal(key: Uint8Array, plain: Uint8Array, context: string): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(ALGORITHM, key, nonce).setAAD(Buffer.from(context));
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]);
}

/** Opens what seal() made; throws where key, context or bytes are not the same. */
export function unseal(key: Uint8Array, sealed: Uint8Array, context: string): Buffer {
  const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
  const decipher = createDecipheriv(ALGORITHM, key, bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES })
    .setAAD(Buffer.from(context))
    .setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
  return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]);
}

/** The installation's one secret, from which every other key is derived by HKDF-SHA-256. */
export class MasterKey {
  private readonly derived = new Map<KeyPurpose, Buffer>();
  constructor(private readonly secret: Uint8Array) {
    if (secret.byteLength !== 32) throw new Error('a master key has 32 bytes');
  }

  derive(purpose: KeyPurpose): Buffer {
    let key = this.derived.get(purpose);
    if (!key) {
      key = Buffer.from(hkdfSync('sha256', this.secret, 'proofgate', purpose, 32));
      this.derived.set(purpose, key);
    }
    return key;
  }

  /** HMAC-SHA-256 under the key of that purpose. */
  mac(purpose: KeyPurpose, text: string | Uint8Array): Buffer {
    return createHmac('sha256', this.derive(purpose)).update(text).digest();
  }
}
