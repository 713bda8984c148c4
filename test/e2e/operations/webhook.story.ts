import { expect } from 'vitest';
import * as api from '../../support/generated/operations.js';
import { ID, type Teller } from '../../support/operations/teller.js';

/** Where an organization is told of what happens. */
export async function tellOfWebhooks(teller: Teller, clientId: string): Promise<void> {
  const create = async (name: string, path: string) => {
    const input = { clientId, name, url: `https://customer.example.com/${path}` };
    const created = { secret: expect.stringMatching(/^whsec_/) as unknown, webhook: { id: ID, enabled: true } };
    const told = await teller.tell(api.WebhookCreateDocument, { input }, { createWebhook: created });
    return { id: told.createWebhook.webhook.id, name, url: input.url, client: { id: clientId } };
  };
  const first = await create('archive', 'archive');
  const second = await create('orders', 'webhooks');
  const list = (filter: api.WebhookFilter, skip: number, totalCount: number, node: object) =>
    teller.tell(
      api.WebhookListDocument,
      { filter, first: 1, skip },
      { viewer: { organization: { webhooks: { totalCount, nodes: [node] } } } },
    );
  await list({ clientId: [clientId], searchTerm: 'ORDER' }, 0, 1, second);
  await list({ clientId: [clientId] }, 1, 2, first);
}
