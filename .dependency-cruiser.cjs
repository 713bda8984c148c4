/**
 * Who may import whom. Every rule is one row of the table in the README's "Who may import whom"; type imports count too.
 * `$1` in a rule is the folder that the importing file stands in.
 */
const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });
const outside = 'node_modules|^node:';
const role = (...roles) => `\\.(${roles.join('|')})\\.ts$`;

/** Words that several nouns share; both rooms import nothing, so that what leans on them leans on no noun. */
const vocabulary = ['^src/provider/((evidence|handover)\\.)?contract\\.ts$', '^src/scoring/'];

/** A role's file may import only these of `src` and `adapters`; packages are free. */
const only = (name, from, allowed) =>
  forbid(name, `May import only: ${allowed.join(', ')}`, from, { path: '^(src|adapters)/', pathNot: allowed });

module.exports = {
  forbidden: [
    only('main', { path: '^src/main\\.ts$' }, ['^src/(config|app)\\.ts$', '^src/shared/', '^adapters/index\\.ts$']),
    only('config', { path: '^src/config\\.ts$' }, ['^src/shared/']),
    forbid('app', 'The core knows no adapter', { path: '^src/', pathNot: '^src/main\\.ts$' }, { path: '^adapters/' }),
    only('http', { path: '^src/http/' }, [
      '^src/http/',
      '^src/graphql/',
      role('service'),
      '^src/provider/registry\\.ts$',
      '^src/shared/',
    ]),
    only('graphql', { path: '^src/graphql/' }, ['^src/graphql/', '^src/shared/']),
    only('shared', { path: '^src/shared/' }, ['^src/shared/']),
    only('resolver and type', { path: `^src/([^/]+)/.+${role('resolver', 'type')}` }, [
      `^src/$1/.+${role('resolver', 'contract')}`,
      '^src/$1/contract\\.ts$',
      role('service', 'states', 'type'),
      '^src/examination/subject-fields\\.ts$',
      ...vocabulary,
      '^src/graphql/',
      '^src/shared/',
    ]),
    only('service', { path: `^src/([^/]+)/.+${role('service')}` }, [
      `^src/$1/(?!.+${role('resolver', 'type')})`,
      role('service', 'states'),
      '^src/document/(crosscheck|expiry|merge)\\.ts$',
      '^src/examination/(document|evidence)-tests\\.ts$',
      '^src/(scoring|event|provider|shared)/',
    ]),
    only('repository', { path: `^src/([^/]+)/.+${role('repository')}` }, [
      `^src/$1/.+${role('states')}`,
      ...vocabulary,
      '^src/shared/',
    ]),
    only('scoring', { path: '^src/scoring/' }, ['^src/scoring/']),
    only('provider contract', { path: '^src/provider/((evidence|handover)\\.)?contract\\.ts$' }, [
      '^src/provider/(evidence|handover)\\.contract\\.ts$',
    ]),
    only('adapter', { path: '^adapters/([^/]+)/' }, [
      '^adapters/$1/',
      '^adapters/kit/',
      '^src/provider/contract\\.ts$',
    ]),
    only('list of adapters', { path: '^adapters/index\\.ts$' }, ['^adapters/[^/]+/', '^src/provider/contract\\.ts$']),
    forbid(
      'knex',
      'Only repositories, migrations and the database itself speak SQL',
      { path: '^(src|adapters)/', pathNot: [role('repository', 'relay'), '^src/shared/'] },
      { path: 'node_modules/(knex|knex-pglite|pg)/' },
    ),
    forbid(
      'transport in a service',
      'A service knows neither GraphQL nor HTTP',
      { path: `^src/.+${role('service', 'repository', 'states')}` },
      { path: 'node_modules/(type-graphql|graphql|@apollo|fastify|@fastify|ws|graphql-ws|graphql-upload-ts)/' },
    ),
    forbid(
      'local vendors',
      'They prove the adapters, and share nothing with them',
      { path: '^tools/vendors/' },
      { path: '^(src|adapters|test)/' },
    ),
    forbid(
      'the product runs alone',
      'What ships needs neither tests, tools nor benchmarks',
      { path: '^(src|adapters|migrations)/' },
      { path: '^(test|tools|bench|dashboard)/' },
    ),
    forbid('no cycle of files', 'A cycle has no beginning to read from', {}, { circular: true }),
    {
      ...forbid(
        'no cycle of folders',
        'Two folders that need each other are one',
        { path: '^src/' },
        { circular: true },
      ),
      scope: 'folder',
    },
    forbid('no unresolvable', 'The import leads nowhere', {}, { couldNotResolve: true }),
    forbid(
      'no development package',
      'What ships needs a dependency, not a development dependency',
      { path: '^(src|adapters|migrations|tools/(admin|demo|evaluate|sanctions|vendors))/', pathNot: '/build/' },
      { dependencyTypes: ['npm-dev'], pathNot: '/@types/' },
    ),
  ],
  options: {
    doNotFollow: { path: outside },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    combinedDependencies: false,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
