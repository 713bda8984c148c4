/** Words of names that are written in many ways, or say little. All in folded form (see folding.ts) or before it. */

/** Words that join names: they count little, and their absence costs nothing. */
export const PARTICLES: ReadonlySet<string> = new Set(
  'al el il ul as ad ar an ash at az bin ben ibn bint binti de del della des di da do dos das du la le les van von der den ter ten zu e y und and of the'.split(
    ' ',
  ),
);

/** Titles and courtesies that documents leave out; dropped as long as a name is left. */
export const TITLES: ReadonlySet<string> = new Set(
  'mr mrs ms miss dr prof professor sir lady lord president prasident minister senator judge general gen colonel col commander major captain capt lieutenant sheikh shaikh shaykh sheik haji hajj hajji al-haj mullah mulla maulavi maulawi mawlawi maulana qari ustad imam ayatollah ayatullah hojatoleslam sayyid sayed seyed syed jr sr ii iii iv phd md eng engineer senor senora don dona'.split(
    ' ',
  ),
);

/** One spelling for words that transliteration writes in many, in the order of trial. */
export const SPELLINGS: readonly (readonly [RegExp, string])[] = [
  [/^abd(ul|el|al|oul|ool|ou|u)$/, 'abd'],
  [/^abd(ull|all)a(h|)$/, 'abdula'],
  [/^(abu|abou|abo)$/, 'abu'],
  [/^(bin|ben|ibn|bn)$/, 'bin'],
  [/^(al|el|ul|il|ar|as|an|ad|az|at|ash)$/, 'al'],
  [/^(muh?amm?[ae]d|moh?amm?[ae]d|muhammed|mohamm?ad|mhmd|mehmed|mehmet|mukhamm?[ae]d|magomed)$/, 'mohamed'],
];

/** Short forms that stand in no likeness to the name, a line a name. */
const SHORT_FORMS = `
william bill billy will willy
robert bob bobby rob
richard dick rick
edward ted ned eddie
theodore ted teddy
james jim jimmy
john jack johnny
joseph joe joey
thomas tom tommy
charles chuck charlie
henry harry hank
michael mike mick
anthony tony
lawrence larry
benjamin ben bibi
daniel dan danny
david dave
donald don
stephen steve
steven steve
christopher chris
matthew matt
andrew andy drew
alexander alex sasha sandro
alexandra sasha sandra
alexey alyosha
vladimir volodya vova
volodymyr vova volodya
dmitry dima mitya
mikhail misha
nikolay kolya
sergey seryozha
yevgeny zhenya
ivan vanya
yuri yura
margaret maggie peggy meg
elizabeth liz betty beth bess
katherine kate kathy katie
mary polly molly
susan sue
patricia pat patty
barbara babs
francisco paco pancho
jose pepe
ignacio nacho
jesus chucho
guadalupe lupe
enrique quique
manuel manolo
eduardo lalo
`;

export const NICKNAMES: ReadonlyMap<string, ReadonlySet<string>> = shortForms();

function shortForms(): ReadonlyMap<string, ReadonlySet<string>> {
  const table = new Map<string, Set<string>>();
  const add = (from: string, to: string) => table.set(from, (table.get(from) ?? new Set()).add(to));
  for (const line of SHORT_FORMS.trim().split('\n')) {
    const [name = '', ...forms] = line.split(' ');
    for (const form of forms) {
      add(name, form);
      add(form, name);
    }
  }
  return table;
}
