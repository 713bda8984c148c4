/** Liveness sessions of Azure AI Face v1.2. What the subject does in front of the camera, `attempt` says. */
import { randomBytes, randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { startVendor } from '../server.js';

export const AZURE_KEY = 'local-azure-key-0123456789';
type Answer = [status: number, body?: unknown];
interface Session {
  readonly sessionId: string;
  readonly authToken: string;
  readonly verifies: boolean;
  readonly attempts: Record<string, unknown>[];
}
export type Behaviour = 'real' | 'spoof' | 'uncertain' | 'masked' | 'other-person' | 'broken';

const RECTANGLE = { top: 669, left: 203, width: 646, height: 724 };
const targets = { color: { faceRectangle: RECTANGLE } };
const NO_PICTURE = Buffer.from([0xff, 0xd8, 0xff, 0xd9]);
const PORTRAIT = { top: 316, left: 131, width: 498, height: 677 };
const error = (status: number, code: string, message = 'refused'): Answer => [status, { error: { code, message } }];
const DECISIONS: Readonly<Partial<Record<Behaviour, string>>> = { spoof: 'spoofface', uncertain: 'uncertain' };
const ERRORS: Readonly<Partial<Record<Behaviour, object>>> = {
  masked: { code: 'FaceWithMaskDetected', message: 'Mask detected on face image.', targets },
  broken: { code: 'UnexpectedServerError', message: 'Try again.' },
};

const ROUTE = /^\/face\/v1\.2\/(?<noun>sessionImages|detectLiveness(WithVerify)?-sessions)(\/(?<id>[\w-]+))?$/;

class Face {
  private readonly sessions = new Map<string, Session>();
  private readonly images = new Map<string, Buffer>();

  readonly serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const [status, body] = this.answer(request, await buffer(request));
    if (Buffer.isBuffer(body))
      return void response.writeHead(status, { 'content-type': 'application/octet-stream' }).end(body);
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(body === undefined ? undefined : JSON.stringify(body));
  };

  /** How many sessions were not deleted. */
  get held(): number {
    return this.sessions.size;
  }

  /** The subject before the camera of an app that has the token, or of a session known by its name; newer attempts stand first. */
  attempt(who: string, behaviour: Behaviour, image: Buffer = NO_PICTURE): void {
    const session =
      this.sessions.get(who.split('/').at(-1) ?? '') ??
      [...this.sessions.values()].find(({ authToken }) => authToken === who);
    if (!session) return;
    const attemptId = session.attempts.length + 1;
    const failed = ERRORS[behaviour];
    if (failed) return void session.attempts.unshift({ attemptId, attemptStatus: 'Failed', error: failed });
    const sessionImageId = randomBytes(18).toString('base64url');
    this.images.set(sessionImageId, image);
    const isSame = behaviour !== 'other-person';
    const result = {
      livenessDecision: DECISIONS[behaviour] ?? 'realface',
      targets,
      ...(session.verifies ? { verifyResult: { matchConfidence: isSame ? 0.9304 : 0.08, isIdentical: isSame } } : {}),
      digest: randomBytes(32).toString('hex').toUpperCase(),
      sessionImageId,
    };
    session.attempts.unshift({ attemptId, attemptStatus: 'Succeeded', result });
  }

  private answer({ url = '', method, headers }: IncomingMessage, body: Buffer): Answer {
    if (headers['ocp-apim-subscription-key'] !== AZURE_KEY)
      return error(401, '401', 'Access denied due to invalid subscription key.');
    const { noun, id = '' } = ROUTE.exec(url)?.groups ?? {};
    if (noun === 'sessionImages') return this.images.has(id) ? [200, this.images.get(id)] : error(404, 'ImageNotFound');
    if (!noun) return error(404, 'ResourceNotFound');
    if (method === 'POST') return this.create(noun.includes('WithVerify'), headers['content-type'], body);
    return this.about(id, method);
  }

  private about(id: string, method: string | undefined): Answer {
    const session = this.sessions.get(id);
    if (!session) return error(404, 'SessionNotFound', 'Session is not found.');
    return method === 'DELETE' ? [this.sessions.delete(id) ? 204 : 404] : [200, describe(session)];
  }

  private create(verifies: boolean, type: string | undefined, body: Buffer): Answer {
    const text = body.toString('latin1');
    if (verifies !== (type?.startsWith('multipart/form-data') ?? false)) return error(415, 'UnsupportedMediaType');
    if (!/"?livenessOperationMode"?[^]{0,8}(Passive|PassiveActive)/.test(text))
      return error(400, 'BadArgument', 'livenessOperationMode is wanted');
    if (verifies && !/name="verifyImage"; filename="/.test(text))
      return error(400, 'InvalidImage', 'verifyImage is wanted');
    const session = {
      sessionId: randomUUID(),
      authToken: `eyJ${randomBytes(24).toString('base64url')}`,
      verifies,
      attempts: [],
    };
    this.sessions.set(session.sessionId, session);
    return [200, describe(session)];
  }
}

/** `NotStarted` whatever happened, as in the published examples: it is no verdict. */
const describe = ({ sessionId, authToken, verifies, attempts }: Session) => ({
  sessionId,
  authToken,
  status: 'NotStarted',
  modelVersion: '2024-11-15',
  results: {
    attempts,
    ...(verifies
      ? { verifyReferences: [{ referenceType: 'image', faceRectangle: PORTRAIT, qualityForRecognition: 'high' }] }
      : {}),
  },
});

export async function startAzure(port?: number) {
  const face = new Face();
  const errorBody = (status: number) => ({
    type: 'application/json',
    body: JSON.stringify(error(status, String(status))[1]),
  });
  const vendor = await startVendor((request, response) => void face.serve(request, response), { port, errorBody });
  const settings = (url = vendor.url) => ({ endpoint: url, key: AZURE_KEY });
  return {
    ...vendor,
    settings,
    attempt: (who: string, behaviour: Behaviour, image?: Buffer) => face.attempt(who, behaviour, image),
    held: () => face.held,
  };
}
