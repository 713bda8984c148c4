import { FLAG_NAMES } from '../../../src/requirements/requirements.states.js';
import * as api from '../../support/generated/operations.js';
import type { Teller } from '../../support/operations/teller.js';
import { weightsValues } from '../../support/weights.js';

const FLAGS = Object.fromEntries(
  FLAG_NAMES.map((name) => [name, name === 'documentNumberRequired']),
) as unknown as api.RequirementsFlagsInput;

/** An operator who sets weights and requirements of their own for one user of an application. */
export async function tellOfRules(teller: Teller, clientId: string): Promise<void> {
  const place = { clientId, userId: 'user-of-rules' };
  const values = weightsValues({ idvSessionTolerance: 0.75, minimumCoverage: 0.8 });
  const saved = await teller.tell(
    api.WeightsUpdateDocument,
    { input: { ...place, values } },
    { updateWeights: { weights: { version: 1 } } },
  );
  const { minimumCoverage: _, ...known } = values;
  const weights = { ...place, ...known };
  await teller.tell(api.WeightsGetDocument, place, { viewer: { organization: { weights } } });
  const { id } = saved.updateWeights.weights;
  await teller.tell(api.WeightsByIdDocument, { id }, { weightsById: { id, ...weights } });

  const kind = { documentType: 'DRIVER_LICENSE', dataSource: 'BARCODE' } as const;
  await teller.tell(
    api.RequirementsUpdateDocument,
    { input: { ...place, ...kind, flags: FLAGS } },
    { updateRequirements: { requirements: { version: 1 } } },
  );
  const requirements = [{ ...kind, ...FLAGS }];
  await teller.tell(api.RequirementsGetDocument, { ...place, ...kind }, { viewer: { organization: { requirements } } });
}
