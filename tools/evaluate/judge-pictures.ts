/** Faces, liveness, manipulation, and whether a picture shows an identity document at all. */
import { existsSync } from 'node:fs';
import { z } from 'zod';
import { THRESHOLDS } from '../../adapters/internal/thresholds.js';
import type { DocumentEvidence, SignalName } from '../../src/provider/contract.js';
import { pairKey, type Answers } from './answers.js';
import { failuresOf, seenIn, type Case, type Key, type Measure } from './measure.js';
import { auc, aucInterval, balancedAccuracy, balancedInterval, confusion, tprAtFpr, wilson } from './statistics.js';
import { beside, readJson, readManifest, type Folder } from './tree.js';

const Faces = z.object({
  items: z.array(
    z.object({ file: z.string(), kind: z.string(), labels: z.looseObject({ liveness: z.string().optional() }) }),
  ),
});
const Pairs = z.object({ pairs: z.array(z.object({ a: z.string(), b: z.string(), same: z.boolean() })) });
const Tamper = z.object({ items: z.array(z.object({ file: z.string(), label: z.string(), kind: z.string() })) });

/** A face that was not found is as far away as can be. */
const UNSEEN = -Infinity;

export async function judgeFaces(folder: Folder, answers: Answers): Promise<Measure[]> {
  const file = beside(folder, 'pairs.json');
  if (!existsSync(file)) return [];
  const { pairs } = await readJson(Pairs, file);
  const scored = pairs.map(({ a, b, same }) => {
    const distance = answers.distances.get(pairKey(beside(folder, a), beside(folder, b)));
    return { same, score: distance === undefined ? UNSEEN : -distance };
  });
  const scores = (same: boolean): number[] => scored.filter((pair) => pair.same === same).map(({ score }) => score);
  const [same, different] = [scores(true), scores(false)];
  const unread = scored.filter(({ score }) => score === UNSEEN).length;
  const area = auc(same, different);
  const found = tprAtFpr(same, different, 0.01);
  const hits = Math.round((found ?? 0) * same.length);
  const note = `${same.length} same, ${different.length} different`;
  return [
    {
      key: 'face.auc',
      right: pairs.length - unread,
      wrong: 0,
      unread,
      value: area,
      interval: aucInterval(area, same.length, different.length),
      failures: [],
      note: `${note}; right = compared`,
      calibration: {
        what: 'Distance between the templates of two faces',
        accepted: 'AT_MOST',
        threshold: THRESHOLDS.face.distance,
        genuine: distancesOf(same),
        others: distancesOf(different),
      },
    },
    {
      key: 'face.tprAtFpr1e2',
      right: hits,
      wrong: same.length - hits,
      unread: 0,
      value: found,
      interval: found === null ? null : wilson(hits, same.length),
      failures: [],
      note,
    },
  ];
}

const distancesOf = (scores: readonly number[]): number[] =>
  scores.filter((score) => score !== UNSEEN).map((score) => -score);

/** Live people are ordinary photos of one face and those labelled live; an attack is caught unless it passes. */
export async function judgeLiveness(folder: Folder, answers: Answers): Promise<Measure> {
  const { items } = await readManifest(folder, Faces);
  const cases = items
    .filter(({ kind, labels }) => kind === 'face' || labels.liveness !== undefined)
    .map(({ file, labels }) => {
      const path = beside(folder, file);
      const evidence = answers.selfies.get(path);
      const live = labels.liveness !== 'attack';
      return toCase(path, live, evidence?.outcome === 'PASS', evidence && String(evidence.metric), 'live', 'attack');
    });
  const metrics = (positive: boolean): number[] =>
    cases
      .filter((one) => one.positive === positive)
      .flatMap(({ path }) => answers.selfies.get(path ?? '')?.metric ?? []);
  return {
    ...twoClasses('liveness.balancedAccuracy', cases, 'live', 'attacks'),
    calibration: {
      what: 'Probability of a live person',
      accepted: 'AT_LEAST',
      threshold: THRESHOLDS.liveness.passive,
      genuine: metrics(true),
      others: metrics(false),
    },
  };
}

interface ClassCase extends Case {
  readonly positive: boolean;
}

function toCase(
  path: string,
  positive: boolean,
  said: boolean,
  detail: string | undefined,
  yes: string,
  no: string,
): ClassCase {
  const read = detail === undefined ? undefined : `${said ? yes : `not ${yes}`} (${detail})`;
  return { path, positive, expected: positive ? yes : no, read, right: said === positive };
}

function twoClasses(key: Key, cases: readonly ClassCase[], positives: string, negatives: string): Measure {
  const said = (positive: boolean): boolean[] =>
    cases.filter((one) => one.positive === positive).map(({ right }) => right === positive);
  const counts = confusion(said(true), said(false));
  const right = counts.truePositives + counts.trueNegatives;
  const unread = cases.filter((one) => !one.right && one.read === undefined).length;
  return {
    key,
    right,
    unread,
    wrong: cases.length - right - unread,
    value: balancedAccuracy(counts),
    interval: balancedInterval(counts),
    failures: failuresOf(key, cases),
    note: `${positives} ${counts.truePositives}/${counts.truePositives + counts.falseNegatives}, ${negatives} ${counts.trueNegatives}/${counts.trueNegatives + counts.falsePositives}`,
  };
}

export interface Picture {
  readonly path: string;
  readonly evidence: DocumentEvidence | undefined;
  readonly label: string;
}

const PAPERLESS = /not a document/;

/** Labels: authentic, tampered, and what is no identity document; masks and annotations are no inputs. */
export async function readPictures(folder: Folder, answers: Answers): Promise<Picture[]> {
  const { items } = await readManifest(folder, Tamper);
  return items
    .filter(({ label }) => label !== 'mask' && label !== 'annotation')
    .map(({ file, label, kind }) => {
      const path = beside(folder, file);
      return { path, evidence: answers.documents.get(path), label: PAPERLESS.test(kind) ? 'non-document' : label };
    });
}

export async function readPortraits(folder: Folder, answers: Answers): Promise<Picture[]> {
  const { items } = await readManifest(folder, Faces);
  return items.map(({ file }) => {
    const path = beside(folder, file);
    return { path, evidence: answers.documents.get(path), label: 'non-document' };
  });
}

export const isForeign = ({ label }: Picture): boolean => /^non-|screenshot/.test(label);

const signal = (evidence: DocumentEvidence | undefined, wanted: SignalName) =>
  evidence?.signals.find(({ name }) => name === wanted);

export function judgeClassification(documents: readonly Picture[], others: readonly Picture[]): Measure {
  const toClass = (positive: boolean) => (picture: Picture) => {
    const found = signal(picture.evidence, 'IS_IDENTITY_DOCUMENT');
    const detail = found && `${found.outcome} ${found.confidence ?? ''} ${found.reasons.join(' ')}`;
    return toCase(picture.path, positive, found?.outcome === 'PASS', detail, 'document', 'no document');
  };
  const cases = [...documents.map(toClass(true)), ...others.map(toClass(false))];
  return twoClasses('classification.balancedAccuracy', cases, 'documents', 'others');
}

/** By confidence, of which 1 is clean; without an answer a picture lies in the middle. */
export function judgeTamper(pictures: readonly Picture[]): Measure {
  const of = (label: string) => pictures.filter((picture) => picture.label === label);
  const doubts = (label: string): number[] =>
    of(label).map(({ evidence }) => 1 - (signal(evidence, 'IMAGE_MANIPULATION')?.confidence ?? 0.5));
  const [tampered, authentic] = [doubts('tampered'), doubts('authentic')];
  const area = auc(tampered, authentic);
  const caught = tampered.filter((doubt) => doubt > 0.5).length;
  const spared = authentic.filter((doubt) => doubt < 0.5).length;
  const answered = [...tampered, ...authentic].filter((doubt) => doubt !== 0.5).length;
  return {
    key: 'tamper.auc',
    right: caught + spared,
    unread: tampered.length + authentic.length - answered,
    wrong: answered - caught - spared,
    value: area,
    interval: aucInterval(area, tampered.length, authentic.length),
    failures: failuresOf(
      'tamper.auc',
      of('tampered').map(({ path, evidence }): Case => {
        const found = signal(evidence, 'IMAGE_MANIPULATION');
        const right = (found?.confidence ?? 0.5) < 0.5;
        const read = found && `${found.confidence ?? '–'} ${found.reasons.join(' ')}`;
        return { path, expected: 'tampered', read, right, polygons: seenIn(evidence) };
      }),
    ),
    note: `${tampered.length} tampered, ${authentic.length} authentic; right = on its side of one half`,
    calibration: {
      what: 'Suspicion of manipulation',
      accepted: 'AT_MOST',
      threshold: THRESHOLDS.manipulation.suspicion,
      genuine: authentic,
      others: tampered,
    },
  };
}
