/** One step of active liveness: whether a frame shows what was asked. Left and right are the person's own. */
import type { Finding, LivenessStep, StepEvidence } from '../../../src/provider/contract.js';
import { THRESHOLDS } from '../thresholds.js';
import type { HeadPose } from './pose.js';

type PoseStep = Exclude<LivenessStep, 'SMILE' | 'BLINK'>;
const { turn, tolerance, levelPitch, expression } = THRESHOLDS.liveness;

/** Degrees off the asked pose; a head that is turned further than asked is not off. */
const DEGREES_OFF: Readonly<Record<PoseStep, (pose: HeadPose) => number>> = {
  LOOK_STRAIGHT: ({ yaw, pitch }) => Math.max(Math.abs(yaw), Math.abs(pitch - levelPitch)),
  TURN_LEFT: ({ yaw }) => Math.max(0, turn + yaw),
  TURN_RIGHT: ({ yaw }) => Math.max(0, turn - yaw),
  LOOK_UP: ({ pitch }) => Math.max(0, turn - (pitch - levelPitch)),
  LOOK_DOWN: ({ pitch }) => Math.max(0, turn + (pitch - levelPitch)),
};

export const isPoseStep = (step: LivenessStep): step is PoseStep => step in DEGREES_OFF;

export function judgePose(step: PoseStep, pose: HeadPose): StepEvidence {
  const metric = Math.round(DEGREES_OFF[step](pose) * 10) / 10;
  const done = metric <= tolerance;
  return {
    step,
    unit: 'degrees',
    outcome: done ? 'PASS' : 'FAIL',
    metric,
    threshold: tolerance,
    comparator: 'AT_MOST',
    confidence: Math.max(0, 1 - metric / (2 * tolerance)),
    reasons: done ? [] : ['pose_differs'],
  };
}

export function judgeSmile(probability: number): StepEvidence {
  const done = probability >= expression;
  return {
    step: 'SMILE',
    unit: 'probability',
    outcome: done ? 'PASS' : 'FAIL',
    metric: probability,
    threshold: expression,
    comparator: 'AT_LEAST',
    confidence: probability,
    reasons: done ? [] : ['expression_differs'],
  };
}

/** A step that could not be judged, with the reason. */
export const unjudgedStep = (step: LivenessStep, outcome: Finding['outcome'], reason: string): StepEvidence => ({
  step,
  unit: isPoseStep(step) ? 'degrees' : 'probability',
  outcome,
  reasons: [reason],
});
