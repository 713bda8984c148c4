import { getOperationAST, Kind, visit } from 'graphql';
import type { ASTNode, DocumentNode, ExecutionResult } from 'graphql';
import type { Caller } from '../../shared/principal.js';

type Execute = () => Promise<ExecutionResult>;

/** Results by what was asked, of one event that many subscribers are told of. */
const resultsOf = new WeakMap<object, Map<string, Promise<ExecutionResult>>>();
const ids = new WeakMap<DocumentNode, number>();
let lastId = 0;

/**
 * Operators of one organization who ask the same of an event share the answer: it is made once. Others have their own.
 * What only chooses the events (the arguments of the subscription's own field) does not set askers apart.
 */
export function sharedResults(
  document: DocumentNode,
  operationName: string | undefined,
  variables: Readonly<Record<string, unknown>>,
  principal: Caller | undefined,
): (event: unknown, execute: Execute) => Promise<ExecutionResult> {
  if (principal?.kind !== 'operator') return (_event, execute) => execute();
  const { organizationId, role, mode, clientId, userId } = principal;
  // One that was left out has its default; one that is null has not.
  const used = selectingVariables(document, operationName).map((name) =>
    name in variables ? [name, variables[name]] : [name],
  );
  const asked = [idOf(document), operationName, used, organizationId, role, mode, clientId, userId];
  const key = JSON.stringify(asked);
  return (event, execute) => (typeof event === 'object' && event ? once(event, key, execute) : execute());
}

function once(event: object, key: string, execute: Execute): Promise<ExecutionResult> {
  let results = resultsOf.get(event);
  if (!results) resultsOf.set(event, (results = new Map<string, Promise<ExecutionResult>>()));
  let result = results.get(key);
  if (!result) results.set(key, (result = execute()));
  return result;
}

function idOf(document: DocumentNode): number {
  let id = ids.get(document);
  if (id === undefined) ids.set(document, (id = lastId += 1));
  return id;
}

/** The variables that decide what is shown of an event. */
function selectingVariables(document: DocumentNode, operationName: string | undefined): string[] {
  const fragments = document.definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION);
  const roots = getOperationAST(document, operationName)?.selectionSet.selections ?? [];
  const shown = roots.flatMap((root): ASTNode[] => [
    ...(root.directives ?? []),
    ...(root.kind !== Kind.FRAGMENT_SPREAD && root.selectionSet ? [root.selectionSet] : []),
  ]);
  const names = new Set<string>();
  for (const node of [...fragments, ...shown]) visit(node, { Variable: ({ name }) => void names.add(name.value) });
  return [...names].sort();
}
