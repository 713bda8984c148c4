/** The verdict in words: why, from what, how long. */
import {
  type Contribution,
  DOCUMENT_FIELDS,
  type Gate,
  type Outcome,
  type ReadDocument,
  type TestResult,
} from './operations.js';
import { bold, dim, green, red, yellow } from './screen.js';
import type { Tour } from './tour.js';

export function report({ sessionId, outcome, timings }: Tour): string {
  const sections = [
    verdict(outcome, sessionId),
    section('What each test contributed', contributions(outcome)),
    section('Gates, which no score can outweigh', (outcome.score?.gates ?? []).map(gate)),
    section('Tests', (outcome.tests ?? []).map(test)),
    section('What was read, and where', documents(outcome.documents.nodes)),
    section('How long it took', [
      ...timings.map(({ stage, milliseconds }) => took(stage, milliseconds)),
      ...analyses(outcome),
    ]),
  ];
  return `\n${sections.filter(Boolean).join('\n')}`;
}

const section = (title: string, lines: readonly string[]): string =>
  lines.length > 0 ? `${bold(title)}\n${lines.map((line) => `  ${line}\n`).join('')}` : '';

function verdict({ verified, status, statusReason, score }: Outcome, sessionId: string): string {
  const word = verified
    ? green('VERIFIED')
    : verified === false
      ? red('NOT VERIFIED')
      : yellow(`${status} ${statusReason ?? ''}`);
  const lines = [`${bold('Verdict')}: ${bold(word)}  ${dim(`session ${sessionId}`)}`];
  if (score) {
    lines.push(
      `  score ${three(score.value)} of at least ${three(score.threshold)}, from ${percent(score.coverage)} of the weights (at least ${percent(score.minimumCoverage)})`,
    );
    const { nearestFlip: flip } = score;
    if (flip)
      lines.push(
        `  it would flip if ${flip.test} went from ${flip.from === null ? 'no answer' : three(flip.from)} to ${three(flip.to)}`,
      );
  }
  return `${lines.join('\n')}\n`;
}

function contributions({ score }: Outcome): string[] {
  return (score?.contributions ?? []).filter(({ weight }) => weight > 0).map(contribution);
}

const BAR = 30;

function contribution({ test, weight, confidence, contribution: gained, loss }: Contribution): string {
  const name = test.padEnd(32);
  if (confidence === null) return yellow(`${name} weight ${three(weight)}  no answer`);
  const bar = green('█'.repeat(Math.round(gained * BAR * 2))) + red('░'.repeat(Math.round(loss * BAR * 2)));
  return `${name} +${three(gained)}${loss > 0.0005 ? red(` −${three(loss)}`) : '       '}  ${bar}`;
}

function gate({ name, passed, metric, comparator, threshold, reasons }: Gate): string {
  const sign = comparator === 'AT_LEAST' ? '≥' : '≤';
  const limit = threshold === null ? '' : ` (${sign} ${three(threshold)})`;
  const measured = metric === null ? 'no measurement' : `${three(metric)}${limit}`;
  return `${passed ? green('✓') : red('✗')} ${name.padEnd(18)} ${measured}${because(reasons)}`;
}

const PAINT: Readonly<Record<string, (text: string) => string>> = {
  PASS: green,
  FAIL: red,
  INCONCLUSIVE: yellow,
  UNAVAILABLE: yellow,
};

function test({ name, outcome, metric, reasons, source }: TestResult): string {
  const paint = PAINT[outcome] ?? dim;
  const measured = metric === null ? ''.padStart(9) : three(metric).padStart(9);
  return `${name.padEnd(32)} ${paint(outcome.padEnd(14))}${measured}  ${dim(source)}${because(reasons)}`;
}

const because = (reasons: readonly string[]): string => (reasons.length > 0 ? dim(`  ${reasons.join(', ')}`) : '');

function documents(nodes: readonly ReadDocument[]): string[] {
  return nodes.flatMap((node) => {
    const known = DOCUMENT_FIELDS.filter((field) => node[field] && node[field] !== 'UNKNOWN');
    return known.map(
      (field, i) => `${(i === 0 ? (node.dataSource ?? '') : '').padEnd(11)} ${field.padEnd(15)} ${node[field]}`,
    );
  });
}

/** The analysis goes on in the background: its time is what passed between its events. */
function analyses({ history }: Outcome): string[] {
  const at = (name: string): number[] =>
    (history ?? []).filter(({ event }) => event === name).map(({ occurredAt }) => Date.parse(occurredAt));
  const added = [...at('SESSION_DOCUMENT_FRONT_ADDED'), ...at('SESSION_DOCUMENT_BACK_ADDED')];
  const analysed = at('SESSION_CAPTURE_ANALYZED');
  const lines: string[] = [];
  if (added.length > 0 && analysed.length > 0)
    lines.push(took('In the background: documents analysed', Math.max(...analysed) - Math.min(...added)));
  const [from, to] = [at('SESSION_CREATED')[0], at('SESSION_COMPLETED')[0]];
  if (from !== undefined && to !== undefined) lines.push(took('From creation to verdict', to - from));
  return lines;
}

const took = (what: string, milliseconds: number): string =>
  `${what.padEnd(40)} ${(milliseconds / 1000).toFixed(2).padStart(7)} s`;
const three = (value: number): string => String(Number(value.toFixed(3)));
const percent = (value: number): string => `${Math.round(value * 100)} %`;
