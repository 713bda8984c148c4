/** vali-Das and XpressID, as far as they are known. */
import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { scenarioOf } from '../scenario.js';
import { startVendor } from '../server.js';

export const VERIDAS_KEY = 'local-veridas-key';
type Answer = [status: number, body?: unknown];
interface Validation {
  readonly id: string;
  documentType: string | undefined;
  scenario: string | undefined;
  readonly images: Map<string, Buffer>;
  state: string;
  reads: number;
}

const NODES = {
  PD_Name_Out: 'MARIA',
  PD_LastName_Out: 'GARCIA LOPEZ',
  PD_BirthDate_Out: '06 06 1986',
  DD_DocumentNumber_Out: 'BAA000589',
  DD_ExpirationDate_Out: '02 11 2031',
  DD_IssuingCountry_Out: 'ESP',
  PD_IdentificationNumber_Out: '99999999R',
};
const SCORES = {
  'Score-DocumentGlobal': 0.93,
  'ScoreGroup-PhotoAuthenticity': 0.97,
  'ScoreGroup-PrintAttackTest': 0.99,
  'ScoreGroup-ReplayAttackTest': 0.98,
  'ScoreGroup-DataValidity': 0.9,
  'ScoreGroup-MRZDecoding': 1,
};
const CHANGED: Readonly<Record<string, Partial<typeof SCORES> & Record<string, number>>> = {
  attack: { 'ScoreGroup-ReplayAttackTest': 0.05, 'Score-DocumentGlobal': 0.31 },
  doubtful: { 'ScoreGroup-PrintAttackTest': 0.5 },
  blacklisted: { 'ScoreVal-PD_Name_Out-Blacklist-1': 0 },
};

class Validas {
  private readonly validations = new Map<string, Validation>();
  private readonly tokens = new Map<string, string>();

  readonly serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const [status, body] = await this.answer(request, await buffer(request));
    if (Buffer.isBuffer(body)) return void response.writeHead(status, { 'content-type': 'image/jpeg' }).end(body);
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(body === undefined ? undefined : JSON.stringify(body));
  };

  /** The pictures of every validation that was not deleted. */
  held(): string[][] {
    return [...this.validations.values()].map(({ images }) => [...images.keys()]);
  }

  /** What XpressID does when the subject has captured. */
  capture(id: string, picture: Buffer): void {
    const known = this.validations.get(id);
    for (const name of ['obverse', 'selfie']) known?.images.set(name, picture);
    if (known) known.scenario = scenarioOf(picture);
  }

  private async answer({ url = '', method, headers }: IncomingMessage, body: Buffer): Promise<Answer> {
    if (headers['apikey'] !== VERIDAS_KEY) return [401, { message: 'no Authorization header found' }];
    if (url.endsWith('/alive')) return [200];
    if (url === '/xpressid/api/v2/token') return this.mint();
    const [, id, step] = /^\/validas\/v1\/validation(?:\/([0-9a-f]+))?(?:\/(\w+))?$/.exec(url) ?? [];
    if (!id) return method === 'POST' ? [201, { data: { id: this.open() } }] : [404, { exception: 'NotFound' }];
    const known = this.validations.get(id);
    if (!known) return [404, { exception: 'ValidationNotFound', error: 'no such validation', version: '2.32' }];
    return this.about(known, `${method} ${step ?? ''}`, headers['content-type'] ?? '', body);
  }

  private async about(known: Validation, asked: string, type: string, body: Buffer): Promise<Answer> {
    if (asked === 'GET ')
      return [200, this.isJudging(known) ? { data: { id: known.id, state: known.state } } : describe(known)];
    if (asked === 'PUT document') return this.putDocument(known, await formOf(type, body));
    if (asked === 'DELETE ') return [this.validations.delete(known.id) ? 204 : 404];
    if (asked === 'PUT confirmation') {
      if (known.state === 'confirmed') return [409, { exception: 'WrongState', error: 'confirmed already' }];
      known.state = 'confirmed';
      return [204];
    }
    const image = known.images.get(asked.replace('GET ', ''));
    return image ? [200, image] : [404, { exception: 'NotFound' }];
  }

  /** Some take their time. */
  private isJudging(known: Validation): boolean {
    known.reads += 1;
    return known.scenario === 'slow' && known.reads < 4;
  }

  private async putDocument(known: Validation, form: FormData): Promise<Answer> {
    const image = form.get('documentImage');
    const [side, type] = [form.get('analysisType'), form.get('documentType')];
    if (!(image instanceof Blob) || (side !== 'obverse' && side !== 'reverse'))
      return [400, { exception: 'MissingField', error: 'documentImage and analysisType are wanted' }];
    const bytes = Buffer.from(await image.arrayBuffer());
    known.scenario = scenarioOf(bytes);
    if (known.scenario === 'unreadable') return [422, { exception: 'DocumentNotDetected', error: 'no document' }];
    known.documentType =
      known.scenario === 'unrecognised' ? undefined : typeof type === 'string' ? type : 'ES_IDCard_2021';
    known.images.set(side, bytes);
    return [204];
  }

  private mint(): Answer {
    const [token, id] = [randomBytes(24).toString('base64url'), this.open()];
    this.tokens.set(token, id);
    return [200, { access_token: token, validation_id: id, expires_in: 1200 }];
  }

  private open(): string {
    const id = randomBytes(16).toString('hex');
    this.validations.set(id, {
      id,
      documentType: undefined,
      scenario: undefined,
      images: new Map(),
      state: 'on-course',
      reads: 0,
    });
    return id;
  }
}

const formOf = (type: string, body: Buffer): Promise<FormData> =>
  new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();

const list = (scores: object): object[] =>
  Object.entries(scores).map(([name, value]: [string, unknown]) => ({ name, value }));

function describe({ id, state, documentType, scenario = '', images }: Validation) {
  if (images.size === 0) return { data: { id, state } };
  const sides = images.has('obverse') && images.has('reverse') ? { 'ScoreGroup-SidesMatch': 0.99 } : {};
  const scores = { ...SCORES, ...sides, ...CHANGED[scenario] };
  const isOther = scenario === 'other-shape';
  const selfie = {
    ValidasScoreSelfie: 0.91,
    ValidasScorePhotoId: 0.91,
    ValidasScoreLifeProof: 0.99,
    ValidasScoreVideo: 0.98,
  };
  const nodes = Object.entries(NODES);
  return {
    data: {
      id,
      state,
      document: {
        type: documentType ?? (scenario === 'unrecognised' ? undefined : 'ES_IDCard_2021'),
        nodes: isOther
          ? nodes.map(([fieldName, value]) => ({ fieldName, value: fieldName.includes('Expiration') ? '2031' : value }))
          : Object.fromEntries(nodes.map(([name, text]) => [name, { text }])),
        scores: isOther
          ? Object.fromEntries(Object.entries(scores).map(([name, value]) => [name, String(value)]))
          : list(scores),
        _links: [...images.keys()]
          .filter((rel) => rel !== 'selfie')
          .map((rel) => ({ rel, href: `/validas/v1/validation/${id}/${rel}` })),
      },
      ...(images.has('selfie') ? { biometry: { scores: list(selfie) } } : {}),
      integrity: { scores: [{ name: 'ValidasScoreIntegrity', value: 1 }] },
      summary: { scores: [{ name: 'ValidationGlobalScore', value: 0.92 }] },
    },
  };
}

export async function startVeridas(port?: number) {
  const validas = new Validas();
  const errorBody = (status: number) => ({
    type: 'application/json',
    body: JSON.stringify(
      status === 401 ? { message: 'no Authorization header found' } : { exception: 'LocalFault', error: 'as asked' },
    ),
  });
  const vendor = await startVendor((request, response) => void validas.serve(request, response), { port, errorBody });
  const settings = (url = vendor.url) => ({
    apiKey: VERIDAS_KEY,
    endpoint: url,
    captureUrl: url,
    callbackToken: 'local-veridas-callback-token',
  });
  const capture = (id: string, picture: Buffer) => validas.capture(id, picture);
  return { ...vendor, settings, capture, held: () => validas.held() };
}
