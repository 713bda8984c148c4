import 'reflect-metadata';
import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, Field, ID, InputType, Int, InterfaceType, Mutation, ObjectType, Query } from 'type-graphql';
import { Resolver, Root, Subscription } from 'type-graphql';
import { SkippingPageArgs, connectionType, pageRequest } from '../../src/graphql/connection.js';
import { loaderPerRequest, requirePrincipal } from '../../src/graphql/context.js';
import type { RequestContext } from '../../src/graphql/context.js';
import { Duration } from '../../src/graphql/scalars.js';
import { createSchema, resolverOf } from '../../src/graphql/schema.js';
import { Upload } from '../../src/graphql/upload.js';
import type { UploadedFile } from '../../src/graphql/upload.js';
import { DomainError } from '../../src/shared/errors.js';
import { pageOf, rowsToFetch } from '../../src/shared/page.js';

/** A library of sixty books: one of everything that the GraphQL and HTTP machinery handles, and nothing of the product. */
@InterfaceType({ resolveType: (value: object) => ('pages' in value ? 'Book' : 'Author') })
abstract class Named {
  @Field(() => String)
  name!: string;
}

@ObjectType({ implements: Named })
class Author extends Named {}

@ObjectType({ implements: Named })
class Book extends Named {
  @Field(() => ID)
  id!: string;
  @Field(() => Int)
  pages!: number;
}

const BookConnection = connectionType('Book', () => Book);

@InputType()
class ChapterInput {
  @Field(() => String)
  title!: string;
  @Field(() => Int)
  pages!: number;
}

@InputType()
class BookInput {
  @Field(() => String)
  name!: string;
  @Field(() => [ChapterInput])
  chapters!: ChapterInput[];
  @Field(() => Duration, { defaultValue: 20_000 })
  wait!: number;
}

@InputType()
class CoverInput {
  @Field(() => String, { defaultValue: 'FRONT' })
  side!: string;
  @Field(() => Upload)
  image!: Promise<UploadedFile>;
}

interface Subscribing {
  readonly args: { readonly from?: number };
  readonly context: RequestContext;
  readonly info: GraphQLResolveInfo;
}

export const bookId = (n: number): string => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const books: Book[] = Array.from({ length: 60 }, (_, index) => ({
  id: bookId(index + 1),
  name: `Book ${index + 1}`,
  pages: index + 1,
}));

/** What tests look at from outside: what the resolvers were asked. */
export class Witness {
  readonly batches: (readonly string[])[] = [];
  streamsOpen = 0;
  bytesRead = 0;
}

/** A source that, like a real one, can be let go while it waits. */
function countdown(witness: Witness, from: number): AsyncIterableIterator<number> {
  let next = from;
  let letGo: (() => void) | undefined;
  witness.streamsOpen++;
  return {
    next: () =>
      next > 0
        ? Promise.resolve({ done: false, value: next-- })
        : new Promise((resolve) => (letGo = () => resolve({ done: true, value: undefined }))),
    return() {
      witness.streamsOpen--;
      letGo?.();
      return Promise.resolve({ done: true, value: undefined });
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

export function librarySchema(witness = new Witness()) {
  const authors = loaderPerRequest(async (names: readonly string[]) => {
    witness.batches.push(names);
    return names.map((name) => `Author of ${name}`);
  });

  async function read(file: Promise<UploadedFile>): Promise<Buffer> {
    const bytes = await (await file).bytes();
    witness.bytesRead += bytes.length;
    return bytes;
  }

  @Resolver(() => Book)
  class LibraryResolver {
    @Query(() => String)
    open(): string {
      return 'everybody may read this';
    }
    @Query(() => String)
    me(@Ctx() context: RequestContext): string {
      return requirePrincipal(context).organizationId;
    }
    @Query(() => String)
    origin(@Ctx() { origin }: RequestContext): string {
      return `${origin.ipAddress} ${origin.userAgent}`;
    }
    @Query(() => Book, { nullable: true })
    book(@Arg('number', () => Int) number: number): Book | null {
      if (number > books.length) throw new DomainError('NOT_FOUND', { facts: { kind: 'book' } });
      return books[number - 1] ?? null;
    }
    @Query(() => Int)
    shelf(@Arg('number', () => Int, { defaultValue: 3 }) number: number): number {
      return number;
    }
    @Query(() => [Named])
    named(): object[] {
      return [Object.assign(new Author(), { name: 'Ann' }), { id: '1', name: 'Plain', pages: 3 }];
    }
    @Query(() => BookConnection)
    books(@Args(() => SkippingPageArgs) args: SkippingPageArgs): InstanceType<typeof BookConnection> {
      const request = pageRequest(args);
      const { after, before, direction, skip } = request;
      const between = books.filter(({ id }) => (!after || id > after) && (!before || id < before));
      const inOrder = direction === 'forward' ? between : between.toReversed();
      const page = pageOf(inOrder.slice(skip, skip + rowsToFetch(request)), request);
      return new BookConnection(
        page,
        ({ id }) => id,
        () => books.length,
      );
    }
    @Query(() => String)
    fault(): string {
      throw new Error('duplicate key value violates: (name)=(Jane Doe)');
    }
    @Query(() => Int, { nullable: true })
    misfit(): unknown {
      return 'Jane Doe';
    }
    @Query(() => String)
    author(@Arg('of', () => String) of: string, @Ctx() context: RequestContext): Promise<string> {
      return authors(context).load(of);
    }
    @Mutation(() => String)
    addBook(@Arg('input', () => BookInput) input: BookInput): string {
      return `${input.name} with ${input.chapters.length} in ${input.wait}`;
    }
    @Mutation(() => [Int])
    sizes(@Arg('files', () => [Upload]) files: Promise<UploadedFile>[]): Promise<number[]> {
      return Promise.all(files.map(async (file) => (await read(file)).length));
    }
    @Mutation(() => String)
    async text(@Arg('file', () => Upload, { nullable: true }) file?: Promise<UploadedFile> | null): Promise<string> {
      return file ? (await read(file)).toString() : 'none';
    }
    @Mutation(() => String)
    async cover(@Arg('input', () => CoverInput) { image, side }: CoverInput): Promise<string> {
      return `${side} ${(await image).filename} ${(await read(image)).length}`;
    }
    @Mutation(() => String)
    refuseUnread(@Arg('file', () => Upload) _file: Promise<UploadedFile>): string {
      throw new DomainError('SESSION_NOT_OPEN');
    }
    @Subscription(() => Int, {
      name: 'countdown',
      subscribe: ({ args, context, info }: Subscribing) => resolverOf(info, LibraryResolver).counts(args, context),
    })
    counted(@Root() count: number, @Arg('from', () => Int) _from: number): number {
      if (count === 13) throw new Error('unlucky: Jane Doe');
      return count;
    }
    counts({ from = 0 }: { readonly from?: number }, context: RequestContext): AsyncIterable<number> {
      requirePrincipal(context);
      return countdown(witness, from);
    }
  }
  return createSchema([new LibraryResolver()]);
}
