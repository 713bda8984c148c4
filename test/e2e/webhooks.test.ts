import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Gateway, operator } from '../support/gateway.js';
import {
  CancelDocument,
  CreateSessionDocument,
  CreateWebhookDocument,
  DeleteWebhookDocument,
  RedeliverWebhookDocument,
  RotateClientWebhookSecretDocument,
  RotateWebhookSecretDocument,
  TestWebhookDocument,
  UpdateWebhookDocument,
  WebhookPageDocument,
  WebhooksDocument,
  type CreateWebhookInput,
  type WebhookPageQueryVariables,
} from '../support/generated/operations.js';
import { Receiver } from '../support/webhook-receiver.js';

const PATIENCE = { timeout: 20_000 };
const DAY = 24 * 3600 * 1000;
/** How far the gateway's clock is ahead. */
let ahead = 0;
let gateway: Gateway;
const receivers: Receiver[] = [];
beforeAll(async () => {
  gateway = await Gateway.start(() => new Date(Date.now() + ahead), { PRIVATE_DESTINATIONS: '127.0.0.0/8' });
});
afterAll(() => gateway.close());
afterEach(async () => {
  for (const { id } of (await hooks()).nodes) await gateway.get(DeleteWebhookDocument, { id }, operator);
  await Promise.all(receivers.splice(0).map((receiver) => receiver.close()));
});

async function receive(): Promise<Receiver> {
  const receiver = await Receiver.start();
  receivers.push(receiver);
  return receiver;
}
const hooks = async () => (await gateway.get(WebhooksDocument, {}, operator)).viewer.organization.webhooks;
const page = async (variables: WebhookPageQueryVariables) =>
  (await gateway.get(WebhookPageDocument, variables, operator)).viewer.organization.webhooks;
const create = async (url: string, input: Partial<CreateWebhookInput> = {}) =>
  (await gateway.get(CreateWebhookDocument, { input: { name: 'ours', url, ...input } }, operator)).createWebhook;
const newSession = async (input = {}) =>
  (await gateway.get(CreateSessionDocument, { input }, operator)).createVerificationSession.session;
const typesAt = ({ messages }: Receiver) => messages.map(({ parsed }) => parsed.type);

describe('a webhook', () => {
  it('is told of every event, signed, thin, and with numbers that tell the order', async () => {
    const receiver = await receive();
    const { secret } = await create(receiver.url);
    const session = await newSession({ externalId: 'jane.doe@example.org' });
    await gateway.get(CancelDocument, { id: session.id }, operator);
    await expect.poll(() => typesAt(receiver), PATIENCE).toHaveLength(2);
    const inOrder = receiver.messages.toSorted((a, b) => a.parsed.data.sequence - b.parsed.data.sequence);
    expect(inOrder.map(({ parsed }) => parsed.type)).toEqual(['SESSION_CREATED', 'SESSION_CANCELLED']);
    for (const message of receiver.messages) {
      Receiver.verify(message, secret);
      expect(message.body).not.toContain('jane.doe');
      expect(message.parsed.data).toMatchObject({ subjectId: session.id, subjectKind: 'session', mode: 'SANDBOX' });
      expect(message.parsed.data.cursor).toMatch(/^\d+$/);
    }
    await expect
      .poll(async () => (await hooks()).nodes[0]?.deliveries.nodes.map(({ status }) => status))
      .toEqual(['DELIVERED', 'DELIVERED']);
  });

  it('is told of the events that it chose, and of no others', async () => {
    const receiver = await receive();
    await create(receiver.url, { events: ['SESSION_CANCELLED'] });
    const session = await newSession();
    await gateway.get(CancelDocument, { id: session.id }, operator);
    await expect.poll(() => typesAt(receiver), PATIENCE).toEqual(['SESSION_CANCELLED']);
  });

  it('is asked again after a failure, with the same id', async () => {
    const receiver = await receive();
    receiver.answer = (_message, count) => ({ status: count === 1 ? 500 : 204 });
    await create(receiver.url, { events: ['SESSION_CREATED'] });
    await newSession();
    await expect.poll(() => receiver.messages.length, PATIENCE).toBe(2);
    expect(receiver.messages[0]?.headers['webhook-id']).toBe(receiver.messages[1]?.headers['webhook-id']);
    await expect
      .poll(async () => (await hooks()).nodes[0]?.deliveries.nodes[0])
      .toMatchObject({
        status: 'DELIVERED',
        attempts: 2,
        responseStatus: 204,
        nextAttemptAt: null,
      });
  });

  it('is asked again by a process whose clock is behind that of who planned it', async () => {
    const receiver = await receive();
    receiver.answer = (_message, count) => ({ status: count === 1 ? 500 : 204 });
    await create(receiver.url, { events: ['SESSION_CREATED'] });
    await newSession();
    const first = async () => (await hooks()).nodes[0]?.deliveries.nodes[0];
    await expect.poll(first, PATIENCE).toMatchObject({ status: 'PENDING', attempts: 1 });
    ahead = -60_000;
    await expect.poll(first, PATIENCE).toMatchObject({ status: 'DELIVERED', attempts: 2 });
    ahead = 0;
  });

  it('keeps what its operator changes while an attempt is under way', async () => {
    const [old, anew] = [await receive(), await receive()];
    old.answer = () => ({ status: 410, afterMilliseconds: 1000 });
    const { webhook } = await create(old.url, { events: ['SESSION_CREATED'] });
    await newSession();
    await expect.poll(() => old.messages.length, PATIENCE).toBe(1);
    await gateway.get(UpdateWebhookDocument, { input: { webhookId: webhook.id, url: anew.url } }, operator);
    const shown = async () => (await hooks()).nodes[0];
    await expect.poll(async () => (await shown())?.deliveries.nodes[0]?.status, PATIENCE).toBe('FAILED');
    expect(await shown()).toMatchObject({ enabled: true });
    const { id } = await newSession();
    await expect.poll(() => anew.messages.map(({ parsed }) => parsed.data.subjectId), PATIENCE).toEqual([id]);
  });

  it('is switched off by an answer 410', async () => {
    const receiver = await receive();
    receiver.answer = () => ({ status: 410 });
    await create(receiver.url, { events: ['SESSION_CREATED'] });
    await newSession();
    await expect.poll(async () => (await hooks()).nodes[0]?.enabled, PATIENCE).toBe(false);
    await newSession();
    expect((await hooks()).nodes[0]?.deliveries.nodes.map(({ status }) => status)).toEqual(['FAILED']);
  });

  it('fails by a redirect, which is not followed', async () => {
    const [receiver, elsewhere] = [await receive(), await receive()];
    receiver.answer = () => ({ status: 302, headers: { location: elsewhere.url } });
    await create(receiver.url, { events: ['SESSION_CREATED'] });
    await newSession();
    await expect
      .poll(async () => (await hooks()).nodes[0]?.deliveries.nodes[0], PATIENCE)
      .toMatchObject({ status: 'PENDING', attempts: 1 });
    expect(elsewhere.messages).toEqual([]);
  });

  it('is signed by both secrets for a while after a rotation', async () => {
    const receiver = await receive();
    const { secret, webhook } = await create(receiver.url, { events: ['SESSION_CREATED'] });
    const { rotateWebhookSecret } = await gateway.get(RotateWebhookSecretDocument, { id: webhook.id }, operator);
    await newSession();
    await expect.poll(() => receiver.messages.length, PATIENCE).toBe(1);
    const [message] = receiver.messages;
    if (!message) throw new Error('no message came');
    Receiver.verify(message, secret);
    Receiver.verify(message, rotateWebhookSecret.secret);
    expect(() => Receiver.verify(message, `whsec_${Buffer.alloc(32).toString('base64')}`)).toThrow('signature');
  });

  it('can be tested, and told once more', async () => {
    const receiver = await receive();
    const { webhook } = await create(receiver.url, { events: [] });
    const { delivery } = (await gateway.get(TestWebhookDocument, { id: webhook.id }, operator)).testWebhook;
    await expect.poll(() => typesAt(receiver), PATIENCE).toEqual(['WEBHOOK_TEST']);
    await expect.poll(async () => (await hooks()).nodes[0]?.deliveries.nodes[0]?.status).toBe('DELIVERED');
    await gateway.get(RedeliverWebhookDocument, { deliveryId: delivery.id }, operator);
    await expect.poll(() => receiver.messages.length, PATIENCE).toBe(2);
    expect(receiver.messages.map(({ headers }) => headers['webhook-id'])).toEqual([delivery.id, delivery.id]);
  });

  it('is not held up by another that never answers', async () => {
    const [dead, alive] = [await receive(), await receive()];
    dead.answer = () => 'never';
    await create(dead.url, { events: ['SESSION_CREATED'] });
    await create(alive.url, { events: ['SESSION_CREATED'] });
    for (let n = 0; n < 20; n++) await newSession();
    await expect.poll(() => alive.messages.length, PATIENCE).toBe(20);
  });

  it('is told of what it was sent for thirty days', async () => {
    const receiver = await receive();
    await create(receiver.url, { events: ['SESSION_CREATED'] });
    await newSession();
    const statuses = async () => (await hooks()).nodes[0]?.deliveries.nodes.map(({ status }) => status);
    await expect.poll(statuses, PATIENCE).toEqual(['DELIVERED']);
    const { deliveries } = gateway.services;
    ahead = 29 * DAY;
    await deliveries.prune();
    expect(await statuses()).toEqual(['DELIVERED']);
    ahead = 31 * DAY;
    await deliveries.prune();
    ahead = 0;
    expect(await statuses()).toEqual([]);
  });

  it('stays unsent where its session ends in a refusal', async () => {
    const receiver = await receive();
    await create(receiver.url);
    expect(await gateway.refusal(CreateSessionDocument, { input: { expiresIn: 'PT1S' } }, operator)).toBe(
      'BAD_USER_INPUT',
    );
    const session = await newSession();
    await expect.poll(() => receiver.messages.length, PATIENCE).toBe(1);
    expect(receiver.messages[0]?.parsed.data.subjectId).toBe(session.id);
  });

  it('is found by name and address, page by page', async () => {
    for (const name of ['alpha', 'beta', 'gamma']) await create('https://example.org/hook', { name });
    expect((await page({ filter: { searchTerm: 'BET' } })).nodes.map(({ name }) => name)).toEqual(['beta']);
    const first = await page({ first: 2 });
    expect(first.nodes.map(({ name }) => name)).toEqual(['gamma', 'beta']);
    expect(first).toMatchObject({ totalCount: 3, pageInfo: { hasNextPage: true } });
    const rest = await page({ first: 2, after: first.pageInfo.endCursor });
    expect(rest.nodes.map(({ name }) => name)).toEqual(['alpha']);
    expect((await page({ first: 1, skip: 2 })).nodes.map(({ name }) => name)).toEqual(['alpha']);
    expect((await page({ last: 1 })).nodes.map(({ name }) => name)).toEqual(['alpha']);
  });

  it('keeps what an update leaves out, and is refused addresses that are not public', async () => {
    const { webhook } = await create('https://example.org/hook', { events: ['SESSION_CREATED'] });
    const update = (input: object) =>
      gateway.get(UpdateWebhookDocument, { input: { webhookId: webhook.id, ...input } }, operator);
    expect((await update({ enabled: false })).updateWebhook.webhook).toMatchObject({
      enabled: false,
      name: 'ours',
      events: ['SESSION_CREATED'],
    });
    expect((await update({ events: null })).updateWebhook.webhook.events).toContain('IDENTITY_CREATED');
    for (const url of ['http://example.org/', 'https://10.0.0.1/', 'https://localhost/', 'https://[::ffff:10.0.0.1]/'])
      expect(await gateway.refusal(CreateWebhookDocument, { input: { name: 'x', url } }, operator)).toBe(
        'BAD_USER_INPUT',
      );
  });
});

describe("a session's own webhookUrl", () => {
  it("is told of that session alone, signed with its client's secret", async () => {
    const receiver = await receive();
    const session = await newSession({ webhookUrl: receiver.url });
    await newSession();
    await expect.poll(() => typesAt(receiver), PATIENCE).toEqual(['SESSION_CREATED']);
    const id = { clientId: session.client.id };
    const { rotateClientWebhookSecret } = await gateway.get(RotateClientWebhookSecretDocument, id, operator);
    await gateway.get(CancelDocument, { id: session.id }, operator);
    await expect.poll(() => typesAt(receiver), PATIENCE).toEqual(['SESSION_CREATED', 'SESSION_CANCELLED']);
    const [, last] = receiver.messages;
    if (!last) throw new Error('no message came');
    Receiver.verify(last, rotateClientWebhookSecret.secret);
    expect(receiver.messages.every(({ parsed }) => parsed.data.subjectId === session.id)).toBe(true);
  });

  it('takes few places from others where its server never answers, however many sessions name it', async () => {
    const [dead, alive] = [await receive(), await receive()];
    dead.answer = () => 'never';
    for (let n = 0; n < 40; n++) await newSession({ webhookUrl: dead.url });
    await expect.poll(() => dead.messages.length, PATIENCE).toBeGreaterThan(0);
    const session = await newSession({ webhookUrl: alive.url });
    await expect.poll(() => alive.messages.map(({ parsed }) => parsed.data.subjectId), PATIENCE).toEqual([session.id]);
    expect(dead.messages.length).toBeLessThan(40);
  });
});
