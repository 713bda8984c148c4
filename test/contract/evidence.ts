/** The shape that every adapter's answers have: what the types of the contract say, and what they cannot. */
import { z } from 'zod';
import { DOCUMENT_FIELDS, LICENSE_FLAGS } from '../../src/provider/contract.js';

const share = z.number().min(0).max(1);
const point = z.tuple([z.number(), z.number()]);
const polygon = z.array(point).min(3);
const timings = z.record(z.string(), z.number().nonnegative());
const reason = z.string().regex(/^[a-z0-9_]+$/);
const JUDGED = ['PASS', 'FAIL'];

const finding = z.object({
  outcome: z.enum(['PASS', 'FAIL', 'INCONCLUSIVE', 'NOT_PERFORMED', 'UNAVAILABLE', 'NOT_APPLICABLE']),
  confidence: share.optional(),
  metric: z.number().optional(),
  threshold: z.number().optional(),
  comparator: z.enum(['AT_LEAST', 'AT_MOST']).optional(),
  reasons: z.array(reason),
  evidence: z.record(z.string(), z.unknown()).optional(),
});
type Finding = z.infer<typeof finding>;

const isExplained = ({ outcome, reasons }: Finding): boolean => outcome === 'PASS' || reasons.length > 0;
const isGraded = ({ outcome, confidence }: Finding): boolean => !JUDGED.includes(outcome) || confidence !== undefined;
/** A verdict stands on the right side of the threshold that it names. */
const isConsistent = ({ outcome, metric, threshold, comparator }: Finding): boolean => {
  if (!JUDGED.includes(outcome) || metric === undefined || threshold === undefined || !comparator) return true;
  return (outcome === 'PASS') === (comparator === 'AT_LEAST' ? metric >= threshold : metric <= threshold);
};
const explained = <Shape extends z.ZodType<Finding>>(schema: Shape): Shape =>
  schema
    .refine(isExplained, 'whatever is no PASS has a reason')
    .refine(isGraded, 'a verdict has a confidence')
    .refine(isConsistent, 'a verdict agrees with its metric');

export const faceObservation = z.object({
  template: z.object({ model: z.string().min(1), vector: z.array(z.number()).min(1) }),
  box: polygon,
  count: z.int().positive(),
  attributes: z.object({
    age: z.number().min(0).max(130).optional(),
    gender: z.enum(['MALE', 'FEMALE']).optional(),
    genderProbability: share.optional(),
  }),
});

export const imageInspection = z
  .object({
    contentType: z.enum(['image/jpeg', 'image/png', 'image/webp', 'image/bmp']),
    width: z.int().positive(),
    height: z.int().positive(),
    acceptable: z.boolean(),
    sharpness: share,
    glare: share,
    dotsPerInch: z.number().positive().optional(),
    reasons: z.array(reason),
  })
  .refine(({ acceptable, reasons }) => acceptable || reasons.length > 0, 'a refusal has a reason');

const fieldReading = z.object({ value: z.string(), confidence: share, polygon: polygon.optional() });
export const documentEvidence = z.object({
  signals: z.array(explained(finding.extend({ name: z.string().min(1) }))),
  readings: z.array(
    z.object({
      source: z.enum(['FRONT_OCR', 'BACK_OCR', 'MRZ', 'BARCODE', 'NFC', 'DMV', 'PROVIDER', 'MANUAL']),
      accepted: z.boolean(),
      type: z.string().optional(),
      fields: z.partialRecord(z.enum(DOCUMENT_FIELDS), fieldReading),
      raw: z.string().optional(),
      polygon: polygon.optional(),
    }),
  ),
  text: z.array(z.object({ text: z.string(), confidence: share, polygon })),
  portrait: faceObservation.optional(),
  perceptualHash: z
    .string()
    .regex(/^[0-9a-f]{16}$/)
    .optional(),
  reference: z.string().min(1).optional(),
  timings,
  response: z.record(z.string(), z.unknown()).optional(),
});

export const faceEvidence = explained(finding.extend({ timings }));

export const livenessEvidence = explained(
  finding.extend({
    steps: z.array(explained(finding.extend({ step: z.string(), unit: z.enum(['degrees', 'probability']) }))),
    selfie: faceObservation.optional(),
    image: z.object({ bytes: z.instanceof(Uint8Array) }).optional(),
    faceMatch: explained(finding).optional(),
    timings,
    response: z.record(z.string(), z.unknown()).optional(),
  }),
);

const secretText = z.string().min(8);
export const livenessToken = z.object({ reference: z.string().min(1), token: secretText, expiresAt: z.date() });
export const delegation = z.object({
  reference: z.string().min(1),
  endpoint: z.url({ protocol: /^https?$/ }),
  credentials: z.record(z.string(), z.unknown()),
  metadata: z.record(z.string(), z.unknown()),
  expiresAt: z.date(),
});
export const collected = z.object({
  state: z.enum(['PENDING', 'DONE', 'FAILED']),
  reason: reason.optional(),
  revision: z.int().nonnegative(),
  final: z.boolean(),
  front: documentEvidence.optional(),
  back: documentEvidence.optional(),
  liveness: livenessEvidence.optional(),
  faceMatch: explained(finding).optional(),
  images: z.partialRecord(z.enum(['FRONT', 'BACK', 'SELFIE']), z.object({ bytes: z.instanceof(Uint8Array) })),
});
export const callbackAction = z.object({
  messageId: z.string().min(1),
  reference: z.string().min(1),
  revision: z.int().optional(),
  event: reason,
});
export const licenseMatches = z.object({
  flags: z.record(z.enum(LICENSE_FLAGS), z.boolean().nullable()),
  reasons: z.array(reason),
  timings,
  response: z.record(z.string(), z.unknown()).optional(),
});
