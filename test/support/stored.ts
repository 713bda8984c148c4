import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import type { Gateway } from './gateway.js';

/** Which of these texts lie anywhere in the clear: in a file of the gateway's folder, or in a row of its database server. */
export async function storedInTheClear(gateway: Gateway, texts: readonly string[]): Promise<string[]> {
  const found = new Set<string>();
  for await (const bytes of everything(gateway)) for (const text of texts) if (bytes.includes(text)) found.add(text);
  return [...found];
}

async function* everything({ folder, databaseUrl }: Gateway): AsyncGenerator<Buffer> {
  const files = await readdir(folder, { recursive: true, withFileTypes: true });
  for (const file of files) if (file.isFile()) yield readFile(join(file.parentPath, file.name));
  if (databaseUrl !== undefined) yield* rows(databaseUrl);
}

/** Of every table, with binary columns as they are and not in hexadecimal. */
async function* rows(url: string): AsyncGenerator<Buffer> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    const { rows: tables } = await client.query<{ name: string }>(
      "select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')",
    );
    for (const { name } of tables) {
      const { rows: all } = await client.query<Record<string, unknown>>(`select * from ${name}`);
      for (const value of all.flatMap((row) => Object.values(row)))
        yield Buffer.isBuffer(value) ? value : Buffer.from(JSON.stringify(value) ?? '');
    }
  } finally {
    await client.end();
  }
}
