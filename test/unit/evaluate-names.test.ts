import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { measureNames, namesRecord, printNames } from '../../tools/evaluate/names.js';
import { readTree } from '../../tools/evaluate/tree.js';

const PAIRS = `case_group,schema,name1,name2,is_match
a,Person,Sergei Lavrov,"LAVROV, Sergey",true
a,Person,Bill Clinton,Hillary Clinton,false
b,Person,Igor Sechin,Kim Jong Un,true
b,Person,Igor Deripaska,Igor Deripaska,false
c,Company,Siemens AG,Siemens AG,true
`;

async function folderOf(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'proofgate-names-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  return folder;
}

it('counts what screening finds of pairs of people, beside Jaro-Winkler alone', async () => {
  const manifest = JSON.stringify({ category: 'sanctions' });
  const tree = await readTree(await folderOf({ 'manifest.json': manifest, 'name_pairs_nomenklatura.csv': PAIRS }));
  expect(tree).toMatchObject({ folders: [], skipped: [] });
  const measure = await measureNames(tree.names);
  expect(measure?.pairs).toBe(4);
  expect(namesRecord(measure)).toEqual({
    sanctions: { precision: 0.5, recall: 0.5, f1: 0.5, baseline: { precision: 0, recall: 0, f1: 0 } },
  });
  expect(measure && printNames(measure)).toContain('4 pairs of people at a tolerance of 0.90');
});

it('has no figures where a tree has no such pairs', async () => {
  const tree = await readTree(await folderOf({ 'manifest.json': '{"category":"sanctions"}' }));
  expect(namesRecord(await measureNames(tree.names))).toEqual({ sanctions: null });
});
