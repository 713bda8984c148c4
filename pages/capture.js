/** What a subject does on their own phone, behind a link of createCaptureLink: one step after the other. */
const secret = new URLSearchParams(location.hash.slice(1));
const sessionId = secret.get('session');

const READ = `query Read($sessionId: ID!) {
  session(id: $sessionId) {
    __typename status selfieGiven
    ... on VerificationSession { consented documentType documentFrontGiven documentBackGiven }
  }
}`;
const CONSENT = `mutation Consent($sessionId: ID!, $consented: Boolean!) {
  giveConsent(input: { sessionId: $sessionId, consented: $consented }) { session { status } }
}`;
const TYPE = `mutation Type($sessionId: ID!, $documentType: DocumentType!) {
  setDocumentType(input: { sessionId: $sessionId, documentType: $documentType }) { session { documentType } }
}`;
const FRONT = `mutation Front($sessionId: ID!, $coordinates: CoordinatesInput!, $image: Upload!) {
  added: addDocumentFront(input: { sessionId: $sessionId, coordinates: $coordinates, image: $image }) {
    quality { acceptable reasons }
  }
}`;
const BACK = `mutation Back($sessionId: ID!, $coordinates: CoordinatesInput!, $image: Upload!) {
  added: addDocumentBack(input: { sessionId: $sessionId, coordinates: $coordinates, image: $image }) {
    quality { acceptable reasons }
  }
}`;
const LIVENESS = `mutation Liveness($sessionId: ID!, $coordinates: CoordinatesInput!) {
  generateLivenessSession(input: { sessionId: $sessionId, coordinates: $coordinates }) { liveness { token steps } }
}`;
const FACE = `mutation Face(
  $sessionId: ID!, $coordinates: CoordinatesInput!, $token: String!, $frames: [LivenessFrameInput!]!
) {
  processLivenessSession(
    input: { sessionId: $sessionId, coordinates: $coordinates, token: $token, frames: $frames }
  ) { livenessDetected }
}`;
const FINALIZE = `mutation Finalize($sessionId: ID!) {
  finalizeVerification(input: { sessionId: $sessionId }) { session { status } }
}`;
const AUTHENTICATE = `mutation Authenticate($sessionId: ID!) {
  finalizeAuthentication(input: { sessionId: $sessionId }) { session { status } }
}`;

const TYPES = {
  IDENTITY_CARD: 'Identity card',
  PASSPORT: 'Passport',
  DRIVER_LICENSE: 'Driving licence',
  RESIDENCE_PERMIT: 'Residence permit',
  IDENTIFICATION_CARD: 'State identification card',
  PASSPORT_CARD: 'Passport card',
};

class Refusal extends Error {
  constructor({ message, extensions }) {
    super(message);
    this.code = extensions?.code;
  }
}

/** Sends an operation; files go by the GraphQL multipart request specification, each to its path among the variables. */
async function ask(query, variables = {}, files = {}) {
  const operations = JSON.stringify({ query, variables: { sessionId, ...variables } });
  const headers = {
    authorization: `Bearer ${secret.get('token')}`,
    'x-client-id': secret.get('client') ?? '',
    'apollo-require-preflight': 'true',
  };
  const paths = Object.keys(files);
  let body = operations;
  if (paths.length === 0) headers['content-type'] = 'application/json';
  else {
    body = new FormData();
    body.set('operations', operations);
    body.set('map', JSON.stringify(Object.fromEntries(paths.map((path, place) => [place, [`variables.${path}`]]))));
    paths.forEach((path, place) => body.set(String(place), files[path]));
  }
  const response = await fetch('/graphql', { method: 'POST', headers, body });
  const { data, errors } = await response.json();
  if (errors) throw new Refusal(errors[0]);
  return data;
}

const form = document.getElementById('step');
const status = document.getElementById('status');
const say = (text) => (status.textContent = text);

/** Shows what is asked for, and waits until it is sent off. */
function show(text, controls, action) {
  say(text);
  const button = document.createElement('button');
  button.textContent = action;
  form.replaceChildren(...controls, button);
  (controls[0]?.querySelector('input, select') ?? button).focus();
  return new Promise((resolve) => {
    form.onsubmit = (event) => {
      event.preventDefault();
      if (!form.reportValidity()) return;
      form.onsubmit = null;
      button.disabled = true;
      say('One moment…');
      resolve();
    };
  });
}

function labelled(text, control) {
  const label = document.createElement('label');
  label.append(text, control);
  return label;
}

function cameraFor(facing) {
  const input = document.createElement('input');
  Object.assign(input, { type: 'file', accept: 'image/*', required: true });
  input.setAttribute('capture', facing);
  return input;
}

/** Where the device is: every image is sent with it. */
const whereabouts = () =>
  new Promise((resolve, reject) => {
    const refuse = () => reject(new Error('Please allow this page to know where you are, and try again.'));
    if (!navigator.geolocation) return refuse();
    navigator.geolocation.getCurrentPosition(
      ({ coords: { latitude, longitude } }) => resolve({ latitude, longitude }),
      refuse,
      { timeout: 30_000, maximumAge: 600_000 },
    );
  });

async function askForConsent() {
  await show('Pictures of your document and of your face will be taken to verify who you are.', [], 'I agree');
  await ask(CONSENT, { consented: true });
}

async function askForType() {
  const select = document.createElement('select');
  select.append(...Object.entries(TYPES).map(([value, text]) => new Option(text, value)));
  await show('Which document do you have with you?', [labelled('Document', select)], 'Continue');
  await ask(TYPE, { documentType: select.value });
}

async function askForSide(query, side) {
  const input = cameraFor('environment');
  await show(`Take a picture of the ${side} of your document.`, [labelled(`The ${side}`, input)], 'Send');
  const { added } = await ask(query, { coordinates: await whereabouts(), image: null }, { image: input.files[0] });
  if (added.quality.acceptable) return;
  const reasons = added.quality.reasons.map((reason) => reason.replaceAll('_', ' ')).join(', ');
  const again = document.createElement('input');
  again.type = 'checkbox';
  again.checked = true;
  await show(`The picture could be better: ${reasons}.`, [labelled('Take another one', again)], 'Continue');
  if (again.checked) await askForSide(query, side);
}

/** False where the session asks for none. */
async function askForFace() {
  let liveness;
  try {
    ({ liveness } = (await ask(LIVENESS, { coordinates: await whereabouts() })).generateLivenessSession);
  } catch (error) {
    if (error.code === 'TEST_DISABLED') return;
    throw error;
  }
  const shots = [undefined, ...liveness.steps].map((step) => ({ step, input: cameraFor('user') }));
  const nameOf = (step) => (step ? step.replaceAll('_', ' ').toLowerCase() : 'your face, from the front');
  const controls = shots.map(({ step, input }) => labelled(`Picture: ${nameOf(step)}`, input));
  await show('Take a picture of your face.', controls, 'Send');
  const frames = shots.map(({ step }) => ({ ...(step ? { step } : {}), image: null }));
  const files = Object.fromEntries(shots.map(({ input }, place) => [`frames.${place}.image`, input.files[0]]));
  await ask(FACE, { coordinates: await whereabouts(), token: liveness.token, frames }, files);
}

async function takeSteps() {
  const { session } = await ask(READ);
  if (!session) return say('This link does not work any more.');
  if (session.status !== 'IN_PROGRESS') return say('Thank you. You can close this page.');
  const isVerification = session.__typename === 'VerificationSession';
  if (isVerification) {
    if (!session.consented) await askForConsent();
    let { documentType } = session;
    if (documentType === 'UNKNOWN') {
      await askForType();
      ({ documentType } = (await ask(READ)).session);
    }
    if (!session.documentFrontGiven) await askForSide(FRONT, 'front');
    if (documentType !== 'PASSPORT' && !session.documentBackGiven) await askForSide(BACK, 'back');
  }
  if (!session.selfieGiven) await askForFace();
  await ask(isVerification ? FINALIZE : AUTHENTICATE);
  form.replaceChildren();
  return say('Thank you. You can close this page.');
}

/** What went wrong is said; the next try begins where the session stands. */
async function run() {
  for (;;)
    try {
      return await takeSteps();
    } catch (error) {
      const ended = ['UNAUTHENTICATED', 'SESSION_NOT_OPEN', 'ATTEMPTS_EXHAUSTED', 'FORBIDDEN'].includes(error.code);
      form.replaceChildren();
      if (ended) return say(error.code === 'ATTEMPTS_EXHAUSTED' ? error.message : 'This link does not work any more.');
      await show(error.message, [], 'Try again');
    }
}
void run();
