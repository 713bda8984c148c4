/** Holds the answers against the truths, a category at a time. */
import type { Answers } from './answers.js';
import { judgeMrz, judgeText, judgeWords, readSpecimens, type Specimen } from './judge-documents.js';
import {
  isForeign,
  judgeClassification,
  judgeFaces,
  judgeLiveness,
  judgeTamper,
  readPictures,
  readPortraits,
  type Picture,
} from './judge-pictures.js';
import { judgeAamva, judgeBarcodes, judgeLines, judgeParsing } from './judge-strings.js';
import type { Measure } from './measure.js';
import type { Category, Folder, Tree } from './tree.js';

export async function judge(tree: Tree, answers: Answers): Promise<Measure[]> {
  const of = (category: Category): Folder[] => tree.folders.filter((folder) => folder.category === category);
  const all = async <Item>(category: Category, read: (folder: Folder, answers: Answers) => Promise<Item[]>) =>
    (await Promise.all(of(category).map((folder) => read(folder, answers)))).flat();

  const specimens = await all('documents', readSpecimens);
  const pictures = await all('tamper', readPictures);
  const portraits = await all('faces', readPortraits);
  return [
    ...judgePrint(specimens, pictures, portraits),
    ...(await all('mrz', judgeLines)),
    ...(await all('mrz', judgeParsing)),
    ...(await all('pdf417', judgeBarcodes)),
    ...(await all('pdf417', judgeAamva)),
    ...(await all('faces', judgeFaces)),
    ...(await all('faces', async (folder, given) => [await judgeLiveness(folder, given)])),
    judgeTamper(pictures),
  ].filter(({ right, wrong, unread }) => right + wrong + unread > 0);
}

function judgePrint(specimens: readonly Specimen[], pictures: readonly Picture[], portraits: readonly Picture[]) {
  const foreign = [...pictures.filter(isForeign), ...portraits];
  const genuine = pictures.filter(({ label }) => label === 'authentic');
  const documents = specimens
    .filter(({ isIdentityDocument }) => isIdentityDocument)
    .map(({ path, evidence }) => ({ path, evidence, label: 'document' }));
  return [
    ...judgeMrz(
      specimens,
      foreign.map(({ evidence }) => evidence),
    ),
    judgeText(specimens),
    judgeWords(
      specimens,
      genuine.map(({ evidence }) => evidence),
    ),
    judgeClassification([...documents, ...genuine], foreign),
  ];
}
