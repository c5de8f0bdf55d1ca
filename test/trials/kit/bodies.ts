import { z } from 'zod';
import type { RouteContract } from '#kernel/route.ts';

type Schema = {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly format?: string;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly minimum?: number;
  readonly minItems?: number;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
};

/** Where a free text lies in a body: `['lines', 0, 'reason']`. */
export type TextPath = readonly (string | number)[];

export interface SampleBody {
  readonly body: unknown;
  /** Every string of it that is not one of a fixed list. */
  readonly texts: readonly TextPath[];
}

/** A body that should pass the contract's schema, and where texts can be put into it. Null: the route takes no body. */
export function sampleBody(contract: RouteContract): SampleBody | null {
  if (!contract.body || contract.upload) return null;
  const schema = z.toJSONSchema(contract.body, { io: 'input', unrepresentable: 'any' }) as Schema;
  const texts: TextPath[] = [];
  return { body: sampleOf(schema, [], texts), texts };
}

function sampleOf(schema: Schema, path: TextPath, texts: TextPath[]): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  const options = schema.anyOf ?? schema.oneOf;
  // Something rather than null, and text rather than anything else.
  if (options)
    return sampleOf(
      options.find((one) => one.type === 'string' && one.const === undefined) ??
        options.find((one) => one.type !== 'null') ??
        {},
      path,
      texts,
    );
  if (schema.allOf) return sampleOf(Object.assign({}, ...schema.allOf) as Schema, path, texts);
  const type = Array.isArray(schema.type) ? schema.type.find((one) => one !== 'null') : schema.type;
  if (type === 'object' || schema.properties)
    return Object.fromEntries(
      Object.entries(schema.properties ?? {}).map(([name, part]) => [name, sampleOf(part, [...path, name], texts)]),
    );
  if (type === 'array') return [sampleOf(schema.items ?? {}, [...path, 0], texts)];
  if (type === 'number' || type === 'integer') return Math.max(1, schema.minimum ?? 1);
  if (type === 'boolean') return true;
  texts.push(path);
  return textOf(schema);
}

function textOf({ format, pattern, minLength = 0 }: Schema): string {
  if (format === 'uuid') return '00000000-0000-7000-8000-000000000001';
  if (format === 'date') return '2026-10-15';
  if (format === 'date-time') return '2026-10-15T09:00:00+08:00';
  if (pattern?.includes('\\d{6}')) return '430121';
  if (pattern?.includes('\\d{4}-')) return '2026-10';
  return '试'.padEnd(minLength, '试');
}

/** A copy of the body with the text put at the place. */
export function withText(body: unknown, path: TextPath, text: unknown): unknown {
  const [at, ...rest] = path;
  if (at === undefined) return text;
  if (Array.isArray(body)) return body.map((item, index) => (index === at ? withText(item, rest, text) : item));
  const given = body as Record<string, unknown>;
  return { ...given, [at]: withText(given[at], rest, text) };
}

/** The contract's address with every parameter filled by `text`. */
export function pathWith(contract: RouteContract, text: string): string {
  return contract.path.replace(/:\w+/g, () => encodeURIComponent(text));
}
