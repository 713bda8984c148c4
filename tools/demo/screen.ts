/** What the person at the terminal sees: a bar and lines over it, or plain lines where nobody looks. */
import { MultiBar, Presets, type SingleBar } from 'cli-progress';

const colour =
  (code: number) =>
  (text: string): string =>
    isPainted() ? `\u001b[${code}m${text}\u001b[0m` : text;
const isPainted = (): boolean => process.stdout.isTTY && !process.env['NO_COLOR'];
export const bold = colour(1);
export const dim = colour(2);
export const red = colour(31);
export const green = colour(32);
export const yellow = colour(33);
export const cyan = colour(36);

export interface Screen {
  line(text: string): void;
  /** Another stage has begun. */
  stage(name: string): void;
  close(): void;
}

export function openScreen(stages: number): Screen {
  return process.stdout.isTTY ? barScreen(stages) : plainScreen(stages);
}

function plainScreen(stages: number): Screen {
  const line = (text: string): void => void process.stdout.write(`${text}\n`);
  let begun = 0;
  return {
    line,
    stage: (name) => {
      begun += 1;
      line(`[${begun}/${stages}] ${name}`);
    },
    close: () => {},
  };
}

function barScreen(stages: number): Screen {
  const format = ` ${cyan('{bar}')} {value}/{total}  {name}`;
  const bars = new MultiBar({ format, hideCursor: true, clearOnComplete: true, barsize: 28 }, Presets.rect);
  const bar: SingleBar = bars.create(stages, 0, { name: '' });
  return {
    line: (text) => bars.log(`${text}\n`),
    stage: (name) => {
      bar.increment(1, { name });
      bars.log(`${bold(name)}\n`);
    },
    close: () => bars.stop(),
  };
}
