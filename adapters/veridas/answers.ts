/** vali-Das' answers. Their shapes are known from integrations, not from a schema: read tolerantly. */
import { z } from 'zod';

const number = z.union([z.number(), z.string().trim().min(1).transform(Number)]).pipe(z.number());
type Named = Readonly<Record<string, number>>;

/** An array of `{name, value}` in any order, or an object; what is no number is left out. */
const scores = z.unknown().transform((raw): Named => {
  const pairs = Array.isArray(raw)
    ? raw.map((item: unknown) => z.object({ name: z.string(), value: z.unknown() }).safeParse(item).data)
    : Object.entries(Object(raw) as object).map(([name, value]: [string, unknown]) => ({ name, value }));
  return Object.fromEntries(
    pairs.flatMap((pair) => {
      const value = number.safeParse(pair?.value);
      return pair && value.success ? [[pair.name, value.data]] : [];
    }),
  );
});

const text = z.union([z.string(), z.number().transform(String)]);
const node = z
  .object({
    fieldName: text.optional(),
    name: text.optional(),
    id: text.optional(),
    text: text.nullish(),
    value: text.nullish(),
  })
  .transform(({ fieldName, name, id, text, value }) => ({
    id: fieldName ?? name ?? id ?? '',
    text: text ?? value ?? '',
  }));

/** An object by node id, or an array. */
const nodes = z.unknown().transform((raw): Readonly<Record<string, string>> => {
  const list = Array.isArray(raw)
    ? raw.map((item: unknown) => node.safeParse(item).data)
    : Object.entries(Object(raw) as object).map(([id, item]: [string, unknown]) => {
        const parsed = node.safeParse(typeof item === 'object' ? { ...item, id } : { id, text: item });
        return parsed.data && { ...parsed.data, id };
      });
  return Object.fromEntries(list.flatMap((item) => (item?.id && item.text ? [[item.id, item.text]] : [])));
});

const scored = z.object({ scores: scores.optional() }).nullish();
export const validation = z.object({
  data: z.object({
    id: z.string().min(1),
    state: z.string().nullish(),
    document: z
      .object({
        type: z.string().nullish(),
        nodes: nodes.optional(),
        scores: scores.optional(),
        _links: z
          .array(z.object({ rel: z.string(), href: z.string() }))
          .nullish()
          .catch(null),
      })
      .nullish(),
    biometry: scored,
    integrity: scored,
    summary: scored,
  }),
});
export type Validation = z.infer<typeof validation>['data'];

export const created = z.object({ data: z.object({ id: z.string().regex(/^[\w-]{8,64}$/) }) });

/** Whether the body is wrapped in `data`, and how the validation's id is called, is not documented. */
export const xpressToken = z
  .looseObject({ data: z.looseObject({}).optional() })
  .transform(({ data, ...rest }) => ({ ...rest, ...data }))
  .pipe(
    z
      .object({
        access_token: z.string().min(1),
        expires_in: z.number().positive().optional(),
        validation_id: z.string().optional(),
        validationId: z.string().optional(),
        id: z.string().optional(),
      })
      .transform((token) => ({ ...token, validationId: token.validation_id ?? token.validationId ?? token.id })),
  );

export const notification = z
  .object({
    validation_id: z.string().optional(),
    validationId: z.string().optional(),
    id: z.string().optional(),
    status: z.string(),
    timestamp: z.union([z.string(), z.number()]).optional(),
  })
  .transform(({ validation_id, validationId, id, ...rest }) => ({ ...rest, id: validation_id ?? validationId ?? id }));

export const failure = z.object({
  exception: z.string().optional(),
  code: z.union([z.string(), z.number()]).optional(),
});
