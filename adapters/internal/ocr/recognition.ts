import { type InferenceSession, Tensor } from 'onnxruntime-node';
import { toPlanes } from '../image/tensor.js';
import type { Pixels } from '../image/pixels.js';
import { loadModel, readModelText } from '../onnx.js';
import { cutBox, type TextBox } from './geometry.js';
import { looksLikeSchwa, withSchwas } from './schwa.js';

const HEIGHT = 48;
const LONGEST = 1600;
/** Lines are read a little narrower than they stand: 12 % cheaper with the same 82 of 90 fields; at 0.7 it is one less. */
const STRETCH = 0.85;
const PLANES = { mean: [127.5, 127.5, 127.5], deviation: [127.5, 127.5, 127.5], order: 'bgr' } as const;

export interface ReadText {
  readonly text: string;
  /** The same as it is where it is Azerbaijani. */
  readonly azerbaijani: string;
  /** Mean probability of its characters. */
  readonly confidence: number;
}

export interface RecognitionOptions {
  /** Characters that may stand here; all of the net's when absent. */
  readonly alphabet?: RegExp;
  /** Widens the line before it is read: narrow print reads better at 1.4. */
  readonly stretch?: number;
}

/** Reads a line of text: PP-OCRv4's recogniser, its output cut to Latin script. */
export class TextRecogniser {
  private readonly allowed = new Map<string, Int32Array>();

  private constructor(
    private readonly session: InferenceSession,
    /** What each class of the output stands for; class 0 is the blank. */
    private readonly characters: readonly string[],
  ) {}

  static async create(): Promise<TextRecogniser> {
    const characters: unknown = JSON.parse(await readModelText('ocr-characters.json'));
    if (!Array.isArray(characters)) throw new TypeError('The list of characters must be an array');
    return new TextRecogniser(await loadModel('ocr-recognition.onnx'), characters.map(String));
  }

  /** One line at a time: padding lines to a batch costs more than it saves. */
  async read(pixels: Pixels, box: TextBox, options: RecognitionOptions = {}): Promise<ReadText> {
    const input = lineInput(pixels, box, options.stretch);
    const output = (await this.session.run({ [this.session.inputNames[0]!]: input }))[this.session.outputNames[0]!]!;
    if (!(output.data instanceof Float32Array)) throw new TypeError('The text recogniser must answer with floats');
    return this.decode(output.data, output.dims[2]!, this.classesOf(options.alphabet));
  }

  private classesOf(alphabet: RegExp | undefined): Int32Array {
    const key = alphabet?.source ?? '';
    const known = this.allowed.get(key);
    if (known !== undefined) return known;
    const classes = this.characters.flatMap((character, i) =>
      i === 0 || alphabet === undefined || alphabet.test(character) ? [i] : [],
    );
    const made = Int32Array.from(classes);
    this.allowed.set(key, made);
    return made;
  }

  /** Greedy CTC: the best class of each step, repeats and blanks dropped. */
  private decode(output: Float32Array, classCount: number, classes: Int32Array): ReadText {
    const [capital, small] = [this.characters.indexOf('A'), this.characters.indexOf('a')];
    let text = '';
    let azerbaijani = '';
    let sum = 0;
    let count = 0;
    let previous = 0;
    for (let step = 0; step < output.length; step += classCount) {
      let best = 0;
      for (const candidate of classes) if (output[step + candidate]! > output[step + best]!) best = candidate;
      if (best !== 0 && best !== previous) {
        const letter = this.characters[best]!;
        text += letter;
        azerbaijani += looksLikeSchwa(letter, output[step + capital]! + output[step + small]!) ? 'Ə' : letter;
        sum += output[step + best]!;
        count++;
      }
      previous = best;
    }
    const confidence = count === 0 ? 0 : sum / count;
    return { text: text.trim(), azerbaijani: withSchwas(azerbaijani.trim()), confidence };
  }
}

/** A line as the net takes it. */
export function lineInput(pixels: Pixels, box: TextBox, stretch: number = STRETCH): Tensor {
  const natural = (box.width * HEIGHT * stretch) / box.height;
  const width = Math.ceil(Math.min(LONGEST, Math.max(16, natural)) / 8) * 8;
  const planes = toPlanes(cutBox(pixels, box, width, HEIGHT), width, HEIGHT, PLANES);
  return new Tensor('float32', planes, [1, 3, HEIGHT, width]);
}
