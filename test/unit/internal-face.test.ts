import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { compareFaces, likeness } from '../../adapters/internal/face/comparison.js';
import { FaceReader, findFault } from '../../adapters/internal/face/reader.js';
import { LivenessDetector } from '../../adapters/internal/liveness/detection.js';
import { judgePose } from '../../adapters/internal/liveness/step.js';
import { THRESHOLDS } from '../../adapters/internal/thresholds.js';
import type { FaceSource, LivenessStep } from '../../src/provider/contract.js';
import {
  emptyWall,
  closeUpOfClara,
  groupPhoto,
  mirroredSelfieOfAnna,
  portraitAsGenerated,
  portraitOfAnna,
  selfieOfAnna,
  selfieOfBerta,
  selfieOfClara,
} from '../support/sample-faces.js';

let reader: FaceReader;
beforeAll(async () => {
  reader = await FaceReader.create();
});

const source = async (picture: Promise<Buffer>): Promise<FaceSource> => ({ image: { bytes: await picture } });
const compare = async (reference: Promise<Buffer>, probe: Promise<Buffer>) =>
  compareFaces(reader, { idempotencyKey: 'test', reference: await source(reference), probe: await source(probe) });

describe('comparing faces', () => {
  it('knows a person on two occasions', async () => {
    const evidence = await compare(portraitOfAnna(), selfieOfAnna());
    expect(evidence).toMatchObject({ outcome: 'PASS', comparator: 'AT_MOST', reasons: [] });
    expect(evidence.metric).toBeLessThan(THRESHOLDS.face.strictDistance);
    expect(evidence.confidence).toBeGreaterThan(0.5);
  });

  it.each([
    ['Berta', selfieOfBerta],
    ['Clara', selfieOfClara],
  ])('tells %s from Anna', async (_name, other) => {
    const evidence = await compare(portraitOfAnna(), other());
    expect(evidence).toMatchObject({ outcome: 'FAIL', reasons: ['faces_differ'] });
    expect(evidence.metric).toBeGreaterThan(THRESHOLDS.face.distance);
  });

  it('knows the person in a photo that was stored turned, by its EXIF orientation', async () => {
    const turned = sharp(await selfieOfAnna())
      .rotate(90)
      .withMetadata({ orientation: 8 })
      .jpeg()
      .toBuffer();
    expect(await compare(portraitOfAnna(), turned)).toMatchObject({ outcome: 'PASS' });
  });

  it.each([
    ['nobody', emptyWall, 'probe_face_missing'],
    ['a group', groupPhoto, 'probe_several_faces'],
    [
      'a face of a few pixels',
      async () =>
        sharp(await selfieOfAnna())
          .resize(60)
          .jpeg()
          .toBuffer(),
      'probe_face_too_small',
    ],
  ])('never passes %s', async (_what, picture, reason) => {
    const evidence = await compare(portraitOfAnna(), picture());
    expect(evidence).toMatchObject({ outcome: 'INCONCLUSIVE', reasons: [reason] });
    expect(evidence.metric).toBeUndefined();
  });

  it('takes a template of its own for the image, and refuses what it cannot compare', async () => {
    const { observation } = await readSelfie();
    const probe = await source(selfieOfAnna());
    const same = await compareFaces(reader, {
      idempotencyKey: 'test',
      reference: { template: observation!.template },
      probe,
    });
    expect(same.metric).toBe(0);
    const foreign = { model: 'another', vector: observation!.template.vector };
    await expect(
      compareFaces(reader, { idempotencyKey: 'test', reference: { template: foreign }, probe }),
    ).rejects.toMatchObject({ kind: 'refused', reason: 'template_incomparable' });
    await expect(compareFaces(reader, { idempotencyKey: 'test', reference: {}, probe })).rejects.toMatchObject({
      kind: 'refused',
      reason: 'face_source_missing',
    });
  });

  it('says of a picture that is shown over again that it is one', async () => {
    const again = await compare(selfieOfAnna(), mirroredSelfieOfAnna());
    expect(again).toMatchObject({ outcome: 'PASS', reasons: ['same_picture'] });
    expect(again.metric).toBeLessThan(THRESHOLDS.face.samePicture);
  });

  it('grades a distance between 1 and 0, one half at the threshold', () => {
    const { distance } = THRESHOLDS.face;
    expect([0, distance, 2 * distance, 3].map(likeness)).toEqual([1, 0.5, 0, 0]);
  });
});

describe('reading a face', () => {
  it('says where it is, how old it looks and of what gender', async () => {
    const { observation, count } = await readSelfie();
    expect(count).toBe(1);
    expect(observation?.attributes).toMatchObject({ gender: 'FEMALE' });
    expect(observation?.attributes.age).toBeGreaterThan(18);
    expect(observation?.attributes.age).toBeLessThan(50);
    for (const [x, y] of observation!.box) {
      expect(x).toBeGreaterThan(0);
      expect(y).toBeLessThan(420);
    }
  });

  it('takes the largest face, unless another comes close', () => {
    const box = (side: number) => ({ left: 0, top: 0, width: side, height: side });
    expect(findFault([])).toBe('face_missing');
    expect(findFault([box(200), box(120)])).toBeUndefined();
    expect(findFault([box(200), box(180)])).toBe('several_faces');
    expect(findFault([box(THRESHOLDS.face.side - 1)])).toBe('face_too_small');
  });

  it('finds a close-up, whoever is small in the background', async () => {
    const closeUp = await closeUpOfClara();
    const corner = await sharp(await selfieOfBerta())
      .resize(130)
      .toBuffer();
    const both = sharp(closeUp)
      .composite([{ input: corner, left: 470, top: 0 }])
      .jpeg()
      .toBuffer();
    expect(await compare(Promise.resolve(closeUp), both)).toMatchObject({ outcome: 'PASS' });
    expect(await compare(selfieOfBerta(), both)).toMatchObject({ outcome: 'FAIL' });
  });
});

describe('liveness', () => {
  const detect = async (
    detector: LivenessDetector,
    picture: Promise<Buffer>,
    ...steps: [LivenessStep, Promise<Buffer>][]
  ) =>
    detector.detect({
      idempotencyKey: 'test',
      frames: [
        { image: { bytes: await picture } },
        ...(await Promise.all(steps.map(async ([step, frame]) => ({ step, image: { bytes: await frame } })))),
      ],
    });

  it('passes a photo of a person, and the steps that it shows', async () => {
    const detector = await LivenessDetector.create(reader);
    const evidence = await detect(detector, selfieOfAnna(), ['SMILE', portraitOfAnna()]);
    expect(evidence).toMatchObject({ outcome: 'PASS', comparator: 'AT_LEAST' });
    expect(evidence.selfie?.count).toBe(1);
    expect(evidence.steps).toMatchObject([{ step: 'SMILE', outcome: 'PASS', unit: 'probability' }]);
    const { steps } = await detect(detector, selfieOfAnna(), ['TURN_LEFT', portraitOfAnna()]);
    expect(steps).toMatchObject([{ step: 'TURN_LEFT', outcome: 'FAIL', unit: 'degrees', reasons: ['pose_differs'] }]);
  });

  it('takes no step from a picture that was shown already, in whatever form', async () => {
    const detector = await LivenessDetector.create(reader);
    const mirrored = sharp(await portraitOfAnna())
      .flop()
      .jpeg({ quality: 70 })
      .toBuffer();
    const { steps } = await detect(
      detector,
      selfieOfAnna(),
      ['SMILE', selfieOfAnna()],
      ['LOOK_UP', mirroredSelfieOfAnna()],
      ['TURN_LEFT', portraitOfAnna()],
      ['TURN_RIGHT', mirrored],
    );
    const again = { outcome: 'INCONCLUSIVE', reasons: ['same_picture'] };
    expect(steps).toMatchObject([again, again, { reasons: ['pose_differs'] }, again]);
  });

  it('fails a portrait that is cut as no camera aims, but as programs generate them', async () => {
    const detector = await LivenessDetector.create(reader);
    const evidence = await detect(detector, portraitAsGenerated());
    expect(evidence).toMatchObject({ outcome: 'FAIL', reasons: ['generated_portrait'] });
    expect(await detect(detector, selfieOfClara())).toMatchObject({ outcome: 'PASS' });
  });

  it('does not take a step from another person, nor one that it cannot judge', async () => {
    const detector = await LivenessDetector.create(reader);
    const evidence = await detect(detector, selfieOfAnna(), ['SMILE', selfieOfClara()], ['BLINK', portraitOfAnna()]);
    expect(evidence.steps).toMatchObject([
      { outcome: 'INCONCLUSIVE', reasons: ['another_face'] },
      { outcome: 'NOT_APPLICABLE', reasons: ['step_not_supported'] },
    ]);
  });

  it.each([
    [emptyWall, 'face_missing'],
    [groupPhoto, 'several_faces'],
  ])('is inconclusive without one clear face (%#)', async (picture, reason) => {
    const detector = await LivenessDetector.create(reader);
    expect(await detect(detector, picture())).toMatchObject({ outcome: 'INCONCLUSIVE', reasons: [reason] });
  });

  it('does not apply where the optional models are not installed', async () => {
    const detector = new LivenessDetector(reader, undefined, undefined);
    const evidence = await detect(detector, selfieOfAnna(), ['TURN_LEFT', portraitOfAnna()]);
    expect(evidence).toMatchObject({ outcome: 'NOT_APPLICABLE', reasons: ['model_not_installed'] });
    expect(evidence.steps).toMatchObject([{ outcome: 'NOT_APPLICABLE', reasons: ['model_not_installed'] }]);
  });

  it('measures how far a head is from the asked pose', () => {
    const level = THRESHOLDS.liveness.levelPitch;
    const off = (step: Parameters<typeof judgePose>[0], yaw: number, pitch: number) => {
      const { outcome, metric } = judgePose(step, { yaw, pitch: pitch + level });
      return [outcome, metric];
    };
    expect(off('LOOK_STRAIGHT', 3, -4)).toEqual(['PASS', 4]);
    expect(off('LOOK_STRAIGHT', 25, 0)).toEqual(['FAIL', 25]);
    expect(off('TURN_LEFT', -20, 0)).toEqual(['PASS', 10]);
    expect(off('TURN_LEFT', -45, 0)).toEqual(['PASS', 0]);
    expect(off('TURN_LEFT', 20, 0)).toEqual(['FAIL', 50]);
    expect(off('TURN_RIGHT', 20, 0)).toEqual(['PASS', 10]);
    expect(off('LOOK_UP', 0, 20)).toEqual(['PASS', 10]);
    expect(off('LOOK_DOWN', 0, 20)).toEqual(['FAIL', 50]);
  });
});

async function readSelfie() {
  const image = await sharp(await selfieOfAnna())
    .raw()
    .toBuffer({ resolveWithObject: true });
  return reader.read({ width: image.info.width, height: image.info.height, data: image.data });
}
