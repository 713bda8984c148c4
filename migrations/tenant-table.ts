/** Puts a table under row-level security: the role of tenants sees and writes the rows of its organization alone. */
export const tenantTable = (
  table: string,
  { column = 'organization_id', rights = 'select, insert, update, delete' } = {},
): string => `
  alter table ${table} enable row level security;
  create policy tenant on ${table}
    using (${column} = (select current_setting('app.organization', true)))
    with check (${column} = (select current_setting('app.organization', true)));
  grant ${rights} on ${table} to proofgate_tenant;
`;
