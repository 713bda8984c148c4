import { createHmac } from 'node:crypto';

/** P_SHA1 of WS-SecureConversation, which is that of TLS 1.0: the key that both sides' entropies make. */
export function computedKey(client: Buffer, server: Buffer, length = 32): Buffer {
  const hmac = (data: Buffer): Buffer => createHmac('sha1', client).update(data).digest();
  const blocks: Buffer[] = [];
  for (let chained = hmac(server), size = 0; size < length; chained = hmac(chained), size += 20)
    blocks.push(hmac(Buffer.concat([chained, server])));
  return Buffer.concat(blocks).subarray(0, length);
}
