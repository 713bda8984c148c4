import {
  type FaceEvidence,
  type FaceObservation,
  type FaceRequest,
  type FaceSource,
  type LivenessEvidence,
  type LivenessRequest,
  ProviderError,
  type StepEvidence,
} from '../../src/provider/contract.js';
import { requireImage } from '../kit/image.js';
import { readMagic } from './magic.js';
import type { ScenarioName } from './scenarios.js';

/** Far from every threshold, so that a scenario ends the same under all weights. */
export const CALIBRATION = { faceDistance: 1, strictFaceDistance: 0.5, liveness: 0.5 };
const MODEL = 'sandbox';
const HOLDER = 0;
const SOMEBODY_ELSE = 2;

const YEAR_MILLISECONDS = 365.25 * 24 * 3600 * 1000;

export function observe(birthDate: string | undefined, gender: string | undefined, now: Date): FaceObservation {
  const age = Math.floor((now.getTime() - Date.parse(birthDate ?? '')) / YEAR_MILLISECONDS);
  return {
    template: { model: MODEL, vector: [HOLDER] },
    box: [
      [50, 150],
      [350, 150],
      [350, 450],
      [50, 450],
    ],
    count: 1,
    attributes: {
      ...(age >= 0 && age <= 130 ? { age } : {}),
      ...(gender === 'MALE' || gender === 'FEMALE' ? { gender, genderProbability: 1 } : {}),
    },
  };
}

/** Where on the line of all faces somebody stands: undefined where there is no face. */
async function placeOf({ template, image }: FaceSource, usual: ScenarioName): Promise<number | undefined> {
  if (template && template.model !== MODEL) throw new ProviderError('refused', 'template_of_another_model');
  if (template) return template.vector[0];
  const { scenario = usual } = await readMagic(requireImage(image));
  if (scenario === 'no-face') return undefined;
  return scenario === 'other-face' ? SOMEBODY_ELSE : HOLDER;
}

export async function compare({ reference, probe }: FaceRequest, usual: ScenarioName): Promise<FaceEvidence> {
  const [known, seen] = [await placeOf(reference, 'pass'), await placeOf(probe, usual)];
  if (known === undefined || seen === undefined)
    return { outcome: 'INCONCLUSIVE', confidence: 0.5, reasons: ['no_face'], timings: {} };
  const metric = Math.abs(known - seen);
  const measured = { metric, threshold: CALIBRATION.faceDistance, comparator: 'AT_MOST' as const, timings: {} };
  return metric === 0
    ? { ...measured, outcome: 'PASS', confidence: 1, reasons: [] }
    : { ...measured, outcome: 'FAIL', confidence: 0, reasons: ['face_mismatch'] };
}

/** Judges the selfie's own scenario; the steps are always done well, unless nobody is there. */
export async function judgeLiveness(
  { frames }: LivenessRequest,
  usual: ScenarioName,
  now: Date,
): Promise<LivenessEvidence> {
  const magics = await Promise.all(frames.map(({ image }) => readMagic(image)));
  const scenario = magics.find((magic) => magic.scenario)?.scenario ?? usual;
  const steps = frames.flatMap(({ step }): StepEvidence[] => {
    if (!step) return [];
    const unit = step === 'SMILE' || step === 'BLINK' ? 'probability' : 'degrees';
    return [{ step, unit, outcome: 'PASS', confidence: 1, metric: unit === 'degrees' ? 0 : 1, reasons: [] }];
  });
  const place = scenario === 'other-face' ? SOMEBODY_ELSE : HOLDER;
  const seen = observe('1974-08-12', 'FEMALE', now);
  const selfie = { ...seen, template: { model: MODEL, vector: [place] } };
  return { ...verdictOf(scenario), steps, ...(scenario === 'no-face' ? {} : { selfie }), timings: {} };
}

function verdictOf(scenario: ScenarioName): Omit<LivenessEvidence, 'steps' | 'timings'> {
  const measured = { threshold: CALIBRATION.liveness, comparator: 'AT_LEAST' as const };
  if (scenario === 'no-face') return { outcome: 'INCONCLUSIVE', confidence: 0.5, reasons: ['no_face'] };
  if (scenario === 'uncertain') return { outcome: 'INCONCLUSIVE', confidence: 0.5, reasons: ['liveness_uncertain'] };
  if (scenario === 'spoof') return { ...measured, outcome: 'FAIL', metric: 0, confidence: 0, reasons: ['spoof'] };
  return { ...measured, outcome: 'PASS', metric: 1, confidence: 1, reasons: [] };
}
