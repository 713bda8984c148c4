import { cruise, type ICruiseResult, type IModule } from 'dependency-cruiser';
import { ROOMS } from './rooms.js';

const roomOf = (path: string): string => {
  const [top = '', ...rest] = path.split('/');
  if (top === 'adapters' && rest.length === 1) return top;
  return [top, rest[0]].join('/');
};

const imports = (module: IModule): string[] =>
  module.dependencies.map(({ resolved }) => roomOf(resolved)).filter((room) => room !== roomOf(module.source));

const links = (modules: readonly IModule[]): Map<string, Set<string>> => {
  const rooms = new Map<string, Set<string>>();
  for (const module of modules) {
    const room = roomOf(module.source);
    rooms.set(room, new Set([...(rooms.get(room) ?? []), ...imports(module)]));
  }
  return rooms;
};

const short = (room: string): string => room.replace(/^src\//, '');

const row = ([room, imported]: readonly [string, ReadonlySet<string>]): string => {
  const purpose = ROOMS[room];
  if (!purpose) throw new Error(`${room} has no purpose yet: say in tools/house/rooms.ts what the room is for`);
  return `| \`${room}\` | ${purpose} | ${[...imported].map(short).sort().join(', ') || '–'} |`;
};

/** The rooms of the house, what each is for and what it imports, as a Markdown table. */
export async function houseMap(): Promise<string> {
  const { output } = await cruise(['src', 'adapters'], {
    includeOnly: '^(src|adapters)/',
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
  });
  const rooms = links((output as ICruiseResult).modules);
  const order = Object.keys(ROOMS);
  const gone = order.filter((room) => !rooms.has(room));
  if (gone.length > 0) throw new Error(`${gone.join(', ')}: gone from the house, still in tools/house/rooms.ts`);
  const sorted = [...rooms].sort(([a], [b]) => order.indexOf(a) - order.indexOf(b));
  return ['| room | what it is for | imports |', '| --- | --- | --- |', ...sorted.map(row)].join('\n');
}
