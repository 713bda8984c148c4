/** Passive liveness of the selfie, and the active steps, each by the same face as the selfie's. */
import {
  ProviderError,
  type Finding,
  type LivenessEvidence,
  type LivenessFrame,
  type LivenessRequest,
  type LivenessStep,
  type StepEvidence,
} from '../../../src/provider/contract.js';
import { decodeFace } from '../face/image.js';
import type { FaceReader, FaceReading } from '../face/reader.js';
import { templateDistance } from '../face/recognition.js';
import type { DecodedImage } from '../image/pixels.js';
import { Stopwatch } from '../stopwatch.js';
import { THRESHOLDS } from '../thresholds.js';
import { isCopy } from './copy.js';
import { framingByHand } from './framing.js';
import { PassiveLiveness } from './passive.js';
import { PoseEstimator } from './pose.js';
import { isPoseStep, judgePose, judgeSmile, unjudgedStep } from './step.js';

const MISSING_MODEL = 'model_not_installed';

interface Seen {
  readonly image: DecodedImage;
  readonly face: FaceReading;
}
type Step = LivenessFrame & { readonly step: LivenessStep };

export class LivenessDetector {
  /** Without the optional models nothing passes: what they would judge does not apply. */
  constructor(
    private readonly reader: FaceReader,
    private readonly passive: PassiveLiveness | undefined,
    private readonly poses: PoseEstimator | undefined,
  ) {}

  static async create(reader: FaceReader): Promise<LivenessDetector> {
    return new LivenessDetector(reader, await PassiveLiveness.create(), await PoseEstimator.create());
  }

  /** Throws refused with selfie_missing, or as decoding an image does. */
  async detect({ frames }: LivenessRequest): Promise<LivenessEvidence> {
    const watch = new Stopwatch();
    const plain = frames.find(({ step }) => step === undefined);
    if (!plain) throw new ProviderError('refused', 'selfie_missing');
    const selfie = await watch.time('face', () => this.look(plain));
    const finding = await watch.time('passive', () => this.judge(selfie));
    const steps = await this.judgeSteps(frames.filter(isStep), selfie, watch);
    const { observation } = selfie.face;
    return { ...finding, steps, ...(observation && { selfie: observation }), timings: watch.timings };
  }

  private async look({ image }: LivenessFrame): Promise<Seen> {
    const decoded = await decodeFace(image.bytes);
    return { image: decoded, face: await this.reader.read(decoded, decoded.scale) };
  }

  private async judge({ image, face }: Seen): Promise<Finding> {
    if (face.fault || !face.located) return { outcome: 'INCONCLUSIVE', reasons: [face.fault ?? 'face_missing'] };
    if (!this.passive) return { outcome: 'NOT_APPLICABLE', reasons: [MISSING_MODEL] };
    const looks = await this.passive.estimate(image, face.located.box);
    const framing = framingByHand(image, face.located.points);
    const metric = Math.min(looks, framing);
    const threshold = THRESHOLDS.liveness.passive;
    const live = metric >= threshold;
    return {
      outcome: live ? 'PASS' : 'FAIL',
      metric,
      threshold,
      comparator: 'AT_LEAST',
      confidence: metric,
      reasons: live ? [] : [framing < looks ? 'generated_portrait' : 'presentation_attack'],
    };
  }

  /** Each frame is a shot of its own: one picture shows one step at most, and the selfie none. */
  private async judgeSteps(frames: readonly Step[], selfie: Seen, watch: Stopwatch): Promise<StepEvidence[]> {
    const others: Seen[] = [];
    const steps: StepEvidence[] = [];
    for (const frame of frames) {
      const seen = await watch.time('steps', () => this.look(frame));
      steps.push(await watch.time('steps', () => this.judgeStep(frame.step, seen, selfie, others)));
      others.push(seen);
    }
    return steps;
  }

  private async judgeStep(
    step: LivenessStep,
    { image, face }: Seen,
    selfie: Seen,
    others: readonly Seen[],
  ): Promise<StepEvidence> {
    if (face.fault || !face.located) return unjudgedStep(step, 'INCONCLUSIVE', face.fault ?? 'face_missing');
    const { frame, box } = face.located;
    if (!isSamePerson(selfie.face, face)) return unjudgedStep(step, 'INCONCLUSIVE', 'another_face');
    if ([selfie, ...others].some((other) => isCopy(image, frame, other.image)))
      return unjudgedStep(step, 'INCONCLUSIVE', 'same_picture');
    if (step === 'SMILE') return judgeSmile(await this.reader.attributes.express(image, frame, 'happy'));
    if (!isPoseStep(step)) return unjudgedStep(step, 'NOT_APPLICABLE', 'step_not_supported');
    if (!this.poses) return unjudgedStep(step, 'NOT_APPLICABLE', MISSING_MODEL);
    return judgePose(step, await this.poses.estimate(image, box));
  }
}

const isStep = (frame: LivenessFrame): frame is Step => frame.step !== undefined;

function isSamePerson(selfie: FaceReading, face: FaceReading): boolean {
  if (!selfie.observation || !face.observation) return false;
  return templateDistance(selfie.observation.template, face.observation.template) <= THRESHOLDS.face.stepDistance;
}
