interface Welcome {
  readonly address: string;
  readonly demo: { readonly secret: string | undefined; readonly prefix: string } | undefined;
  readonly isEmbedded: boolean;
}

/** The first lines that an operator sees: where it is, what opens it, what to try next. */
export function welcome({ address, demo, isEmbedded }: Welcome): string {
  const lines = [`Proofgate is ready at ${address}/graphql (offline explorer: ${address}/graphiql)`];
  if (isEmbedded) lines.push('Data: embedded PostgreSQL, for one process; in production set DATABASE_URL');
  if (demo?.secret) {
    lines.push(
      `Key of the organization demo, shown once: ${demo.secret}`,
      `Try: curl ${address}/graphql -H 'content-type: application/json' -H 'authorization: Bearer ${demo.secret}' -d '{"query":"{ viewer { role organization { name } } }"}'`,
      'Or, in another terminal: npm run demo',
    );
  } else if (demo) {
    lines.push(`Key of the organization demo: ${demo.prefix}… as shown at its first start (another: set DEMO_API_KEY)`);
  }
  return `${lines.join('\n')}\n`;
}

export const welcomeOfWorker = (): string => 'Proofgate works on what the processes of its API leave to it\n';
