import * as api from '../../support/generated/operations.js';
import { inDays, LINK, type Teller } from '../../support/operations/teller.js';
import { magicPicture, VERIDAS_CARD } from '../../support/scoring.js';

/** A document that is scored, one that its provider captures, and one that nobody wants any more. */
export async function tellOfScorings(teller: Teller): Promise<void> {
  const create = async (provider: api.Provider) => {
    const input = { ...VERIDAS_CARD, provider };
    const expected = { createScoring: { scoring: { status: 'OPEN' } } };
    return (await teller.tell(api.ScoringCreateDocument, { input }, expected)).createScoring.scoring.id;
  };
  const id = await create('VERIDAS');
  const [front, back] = await Promise.all([magicPicture(), magicPicture()]);
  await teller.tell(
    api.ScoringScoreDocument,
    { id, front, back },
    { scoreScoring: { scoring: { id, status: 'SCORED', result: 'PASS' } } },
  );
  await teller.tell(
    api.ScoringGetDocument,
    { id },
    {
      scoring: {
        organization: { id: 'demo' },
        document: { type: 'IDENTITY_CARD', country: 'ES' },
        provider: 'VERIDAS',
        expiresAt: inDays(1),
        status: 'SCORED',
        score: { verified: true },
      },
    },
  );
  await teller.tell(
    api.ScoringGetCapturesDocument,
    { id },
    {
      scoring: {
        captures: [
          { fileType: 'IDENTITY_CARD_FRONT', downloadUrl: LINK },
          { fileType: 'IDENTITY_CARD_BACK', downloadUrl: LINK },
        ],
      },
    },
  );
  const delegation = { credentials: { type: 'sandbox_token' }, metadata: { scenario: 'pass' } };
  await teller.tell(api.ScoringDelegateDocument, { id: await create('VERIDAS') }, { delegateScoring: { delegation } });
  const unwanted = await create('GOOGLE');
  const closed = { closeScoring: { scoring: { id: unwanted, status: 'CLOSED' } } };
  await teller.tell(api.ScoringCloseDocument, { id: unwanted }, closed);
}
