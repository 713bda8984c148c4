import { expect, it } from 'vitest';
import { ImmutableRows } from '../../src/shared/immutable-rows.js';

it('asks for what it does not know, and for nobody else’s', async () => {
  const stored: Record<string, string[]> = { acme: ['a', 'b', 'c'], other: ['a'] };
  const asked: [string, readonly string[]][] = [];
  const rows = new ImmutableRows(2, async (organizationId, ids) => {
    asked.push([organizationId, ids]);
    return ids.filter((id) => stored[organizationId]?.includes(id)).map((id) => ({ id, organizationId }));
  });

  expect(await rows.findMany('acme', ['a'])).toEqual([{ id: 'a', organizationId: 'acme' }]);
  expect(await rows.findMany('acme', ['a', 'none'])).toEqual([{ id: 'a', organizationId: 'acme' }]);
  expect(await rows.findMany('other', ['a', 'b'])).toEqual([{ id: 'a', organizationId: 'other' }]);
  expect(asked).toEqual([
    ['acme', ['a']],
    ['acme', ['none']],
    ['other', ['a', 'b']],
  ]);
  // More than it remembers is found all the same.
  expect((await rows.findMany('acme', ['a', 'b', 'c'])).map(({ id }) => id)).toEqual(['a', 'b', 'c']);
});
