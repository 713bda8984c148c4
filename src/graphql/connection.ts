import 'reflect-metadata'; // type-graphql's decorators ask for it
import { ArgsType, Field, Int, ObjectType } from 'type-graphql';
import type { ClassType } from 'type-graphql';
import { badInput } from '../shared/errors.js';
import type { Page, PageRequest } from '../shared/page.js';

const DEFAULT_PAGE = 25;
const LARGEST_PAGE = 100;
const FURTHEST_SKIP = 10_000;

@ObjectType({
  description: 'Connections: 25 a page if neither first nor last is given, at most 100. skip adds to after.',
})
export class PageInfo {
  @Field(() => Boolean)
  hasNextPage!: boolean;
  @Field(() => Boolean)
  hasPreviousPage!: boolean;
  @Field(() => String, { nullable: true })
  startCursor!: string | null;
  @Field(() => String, { nullable: true })
  endCursor!: string | null;
}

/** For lists that are read from the front only. */
@ArgsType()
export class ForwardPageArgs {
  @Field(() => Int, { nullable: true })
  first?: number | null;
  @Field(() => String, { nullable: true })
  after?: string | null;
}

@ArgsType()
export class SkippingForwardPageArgs extends ForwardPageArgs {
  @Field(() => Int, { nullable: true })
  skip?: number | null;
}

@ArgsType()
export class PageArgs extends ForwardPageArgs {
  @Field(() => Int, { nullable: true })
  last?: number | null;
  @Field(() => String, { nullable: true })
  before?: string | null;
}

@ArgsType()
export class SkippingPageArgs extends PageArgs {
  @Field(() => Int, { nullable: true })
  skip?: number | null;
}

function within(path: string, value: number, most: number): number {
  if (value < 0 || value > most) throw badInput(path, `must be from 0 to ${most}`);
  return value;
}
const sizeOf = (path: string, size: number): number => within(path, size, LARGEST_PAGE);

function cursorOf(path: string, cursor: string | null | undefined, form: RegExp): string | undefined {
  if (cursor === null || cursor === undefined) return undefined;
  if (!form.test(cursor)) throw badInput(path, 'is no cursor of this list');
  return cursor;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * The page that the arguments ask for.
 * @param form what a cursor of this list looks like; an id by default
 * @throws DomainError BAD_USER_INPUT with the path of the argument at fault
 */
export function pageRequest(args: SkippingPageArgs, form: RegExp = UUID): PageRequest {
  const first = args.first ?? undefined;
  const last = args.last ?? undefined;
  const skip = args.skip ?? 0;
  if (first !== undefined && last !== undefined) throw badInput('last', 'goes without first');
  if (skip > 0 && last !== undefined) throw badInput('skip', 'goes without last');
  return {
    limit: last === undefined ? sizeOf('first', first ?? DEFAULT_PAGE) : sizeOf('last', last),
    direction: last === undefined ? 'forward' : 'backward',
    after: cursorOf('after', args.after, form),
    before: cursorOf('before', args.before, form),
    skip: within('skip', skip, FURTHEST_SKIP),
  };
}

export interface Edge<Node> {
  readonly cursor: string;
  readonly node: Node;
}

/** What a resolver gives for a field of a connection type. */
export interface Connection<Node> {
  readonly edges: readonly Edge<Node>[];
  readonly nodes: readonly Node[];
  readonly pageInfo: PageInfo;
  totalCount(): Promise<number> | number;
}

/**
 * Makes the pair of types `NameEdge` and `NameConnection`:
 * `export class SessionConnection extends connectionType(() => Session, 'Session') {}` is not needed, a constant is enough.
 * @typeParam Node what the resolvers give for a node, where it is not the declared class itself
 */
export function connectionType<Declared extends object, Node extends object = Declared>(
  name: string,
  node: () => ClassType<Declared>,
) {
  @ObjectType(`${name}Edge`)
  class EdgeType implements Edge<Node> {
    @Field(() => String)
    cursor!: string;
    @Field(node)
    node!: Node;
  }

  @ObjectType(`${name}Connection`)
  class ConnectionType implements Connection<Node> {
    @Field(() => [EdgeType])
    edges: EdgeType[];
    @Field(() => [node()])
    nodes: Node[];
    @Field(() => PageInfo)
    pageInfo: PageInfo;

    /**
     * @param page the rows as the types show them
     * @param cursorOf the key by which the list is read
     * @param count asked only where totalCount is
     */
    constructor(
      page: Page<Node>,
      cursorOf: (node: Node) => string,
      private readonly count: () => Promise<number> | number,
    ) {
      this.nodes = [...page.rows];
      this.edges = page.rows.map((row) => ({ cursor: cursorOf(row), node: row }));
      this.pageInfo = {
        hasNextPage: page.hasNextPage,
        hasPreviousPage: page.hasPreviousPage,
        startCursor: this.edges[0]?.cursor ?? null,
        endCursor: this.edges.at(-1)?.cursor ?? null,
      };
    }

    @Field(() => Int)
    totalCount(): Promise<number> | number {
      return this.count();
    }
  }
  return ConnectionType;
}
