/** What adapters are asked and what they answer: part of contract.ts, through which it is imported. */
export const PROVIDERS = ['GOOGLE', 'VERIDAS', 'INTERNAL', 'EXTERNAL'] as const;
export type Provider = (typeof PROVIDERS)[number];

export const DOCUMENT_TYPES = [
  'UNKNOWN',
  'DRIVER_LICENSE',
  'IDENTIFICATION_CARD',
  'IDENTITY_CARD',
  'RESIDENCE_PERMIT',
  'PASSPORT',
  'PASSPORT_CARD',
] as const;
export type DocumentType = (typeof DOCUMENT_TYPES)[number];
export type DocumentSide = 'FRONT' | 'BACK';
export type DataSource = 'FRONT_OCR' | 'BACK_OCR' | 'MRZ' | 'BARCODE' | 'NFC' | 'DMV' | 'PROVIDER' | 'MANUAL';
export type Gender = 'UNKNOWN' | 'MALE' | 'FEMALE' | 'UNSPECIFIED';
export type Outcome = 'PASS' | 'FAIL' | 'INCONCLUSIVE' | 'NOT_PERFORMED' | 'UNAVAILABLE' | 'NOT_APPLICABLE';
export type LivenessStep = 'LOOK_STRAIGHT' | 'TURN_LEFT' | 'TURN_RIGHT' | 'LOOK_UP' | 'LOOK_DOWN' | 'SMILE' | 'BLINK';

/** A point in the pixels of the upright image (EXIF orientation applied), from its upper left corner. */
export type Point = readonly [x: number, y: number];
export type Polygon = readonly Point[];

export interface ImageFile {
  readonly bytes: Uint8Array;
}

/** What an image is and how good it is, before anybody reads it. */
export interface ImageInspection {
  readonly contentType: 'image/jpeg' | 'image/png' | 'image/webp' | 'image/bmp';
  /** Pixels of the upright image. */
  readonly width: number;
  readonly height: number;
  readonly acceptable: boolean;
  /** 0 blurred to 1 sharp. */
  readonly sharpness: number;
  /** Share of the image lost to glare, 0 to 1. */
  readonly glare: number;
  readonly dotsPerInch?: number;
  /** E.g. blurry, glare, too_small, too_dark, no_document. */
  readonly reasons: readonly string[];
}

/** What an image is meant to show, so that its quality can be judged. */
export type ImagePurpose = { kind: 'document'; side: DocumentSide; type: DocumentType } | { kind: 'selfie' };

export interface DocumentRequest {
  /** Same key, same answer, paid once. */
  readonly idempotencyKey: string;
  readonly image: ImageFile;
  readonly side: DocumentSide;
  readonly type: DocumentType;
  /** ISO 3166-1 alpha-2, where known. */
  readonly country?: string;
  /** The case that an earlier answer of the same adapter named for the other side of this document. */
  readonly reference?: string;
}

export type SignalName =
  'IMAGE_MANIPULATION' | 'IS_IDENTITY_DOCUMENT' | 'ONLINE_DUPLICATION' | 'SUSPICIOUS_WORDS' | 'MRZ_CHECK_DIGITS';

/** One judgement with what it rests on. */
export interface Finding {
  readonly outcome: Outcome;
  /** 1 is cleanly good, 0 cleanly bad; absent where there is no answer. */
  readonly confidence?: number;
  /** The raw measurement in its own unit. */
  readonly metric?: number;
  readonly threshold?: number;
  readonly comparator?: 'AT_LEAST' | 'AT_MOST';
  /**
   * Machine-readable, e.g. mrz_check_digit_mismatch; wrong_side and cropped ask for another picture, no_online_search for a
   * look at what the organization has been shown.
   */
  readonly reasons: readonly string[];
  /** Polygons, words, counts; never raw personal data. */
  readonly evidence?: Readonly<Record<string, unknown>>;
}
export interface Signal extends Finding {
  readonly name: SignalName;
}

/** The fields that a document can say; dates as YYYY-MM-DD, countries as the document has them (alpha-2 or alpha-3). */
export const DOCUMENT_FIELDS = [
  'documentNumber',
  'refNumber',
  'issuedAt',
  'expiresAt',
  'issuingCountry',
  'issuingState',
  'firstName',
  'middleName',
  'lastName',
  'nameSuffix',
  'street',
  'city',
  'state',
  'postalCode',
  'birthDate',
  'gender',
  'height',
  'weight',
  'eyeColor',
  'hairColor',
  'class',
  'restrictions',
  'mentions',
  'nationality',
] as const;
export type DocumentField = (typeof DOCUMENT_FIELDS)[number];

export interface FieldReading {
  readonly value: string;
  /** 0 to 1. */
  readonly confidence: number;
  readonly polygon?: Polygon;
}

/** What one source on the document says. */
export interface DocumentReading {
  readonly source: DataSource;
  /** Whether it may be believed: confident, and every check it carries is right. */
  readonly accepted: boolean;
  readonly type?: DocumentType;
  readonly fields: Readonly<Partial<Record<DocumentField, FieldReading>>>;
  /** The machine-readable lines or the barcode's text, as read. */
  readonly raw?: string;
  readonly polygon?: Polygon;
}

/** A printed line as it was read. */
export interface TextLine {
  readonly text: string;
  readonly confidence: number;
  readonly polygon: Polygon;
}

/** A face as numbers: comparable only within one model. */
export interface FaceTemplate {
  readonly model: string;
  readonly vector: readonly number[];
}
export interface FaceAttributes {
  readonly age?: number;
  readonly gender?: 'MALE' | 'FEMALE';
  readonly genderProbability?: number;
}
export interface FaceObservation {
  readonly template: FaceTemplate;
  readonly box: Polygon;
  /** How many faces the image shows. */
  readonly count: number;
  readonly attributes: FaceAttributes;
}

export interface DocumentEvidence {
  readonly signals: readonly Signal[];
  readonly readings: readonly DocumentReading[];
  /** Everything printed that was read, for the crosschecks. */
  readonly text: readonly TextLine[];
  readonly portrait?: FaceObservation;
  /** 64 bits in hex, few of which differ where a picture was saved anew; pictures of one template may be near too. */
  readonly perceptualHash?: string;
  /** Milliseconds by stage, in order. */
  readonly timings: Readonly<Record<string, number>>;
  /** The provider's name for the case, where it keeps one: for the other side, and to be released in the end. */
  readonly reference?: string;
  /** The vendor's answer word for word, without secrets and images, where there is one. */
  readonly response?: Readonly<Record<string, unknown>>;
}

/** An image, or the template that an earlier answer of the same adapter held. */
export interface FaceSource {
  readonly image?: ImageFile;
  readonly template?: FaceTemplate;
}
export interface FaceRequest {
  readonly idempotencyKey: string;
  readonly reference: FaceSource;
  readonly probe: FaceSource;
}
/** Metric: the engine's face distance, lower is more alike. The threshold is the caller's. */
export interface FaceEvidence extends Finding {
  readonly timings: Readonly<Record<string, number>>;
}

export interface LivenessFrame {
  readonly image: ImageFile;
  readonly step?: LivenessStep;
}
export interface LivenessRequest {
  readonly idempotencyKey: string;
  /** The selfie (no step), and a frame for each step that was asked; empty where the provider holds them. */
  readonly frames: readonly LivenessFrame[];
  /** From startLiveness. */
  readonly reference?: string;
}
/** One step of active liveness: metric in degrees off the asked pose, or the probability of the asked expression. */
export interface StepEvidence extends Finding {
  readonly step: LivenessStep;
  readonly unit: 'degrees' | 'probability';
}
/** Metric: the probability that the selfie shows a live person. */
export interface LivenessEvidence extends Finding {
  readonly steps: readonly StepEvidence[];
  readonly selfie?: FaceObservation;
  /** The frame that was judged, where the provider held it. */
  readonly image?: ImageFile;
  /** The live face against the portrait that startLiveness was given. */
  readonly faceMatch?: Finding;
  readonly timings: Readonly<Record<string, number>>;
  readonly response?: Readonly<Record<string, unknown>>;
}
