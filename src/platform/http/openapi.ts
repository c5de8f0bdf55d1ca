import { z } from 'zod';
import type { FailureCatalogue } from '#kernel/failure.ts';
import type { RouteContract } from '#kernel/route.ts';
import { statusOf } from './failures.ts';

const problemSchema = {
  type: 'object',
  required: ['type', 'title', 'status', 'code', 'detail'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', description: 'stable code, listed in docs/errors.md' },
    detail: { type: 'string', description: 'what to do next' },
    facts: { type: 'object', additionalProperties: true },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['field', 'message'],
        properties: { field: { type: 'string' }, message: { type: 'string' } },
      },
    },
  },
} as const;

/** The OpenAPI 3.1 document of the given contracts. */
export function openApiDocument(
  contracts: readonly RouteContract[],
  failures: FailureCatalogue,
  version: string,
): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const contract of [...contracts].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    const path = contract.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [contract.method.toLowerCase()]: operation(contract, failures) };
  }
  const hoisted = hoistDefinitions(paths);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Renmai',
      version,
      description: 'API of Renmai 仁脉. Money in fen, times RFC 3339 or milliseconds as named, errors RFC 9457.',
    },
    servers: [{ url: '/' }],
    tags: [...new Set(contracts.map((contract) => contract.id.split('.')[0]!))].sort().map((name) => ({ name })),
    paths: hoisted.paths,
    components: {
      schemas: { Problem: problemSchema, ...hoisted.schemas },
      securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'renmai.session_token' } },
    },
  };
}

/**
 * Definitions stand beside the schema that uses them, but `#/$defs/…` is read from the root of the document: they move to the components,
 * once each. Two different ones of the same name are told apart by a number.
 */
function hoistDefinitions(paths: object): { paths: object; schemas: Record<string, object> } {
  const schemas: Record<string, object> = {};
  const texts = new Map<string, string>();
  const walk = (node: unknown, names: ReadonlyMap<string, string>): unknown => {
    if (Array.isArray(node)) return node.map((one) => walk(one, names));
    if (typeof node !== 'object' || node === null) return node;
    const { $defs, ...rest } = node as Record<string, unknown> & { $defs?: Record<string, object> };
    const known = $defs ? new Map([...names, ...nameAll($defs)]) : names;
    for (const [key, definition] of Object.entries($defs ?? {})) {
      const name = known.get(key)!;
      schemas[name] ??= walk(definition, known) as object;
    }
    return Object.fromEntries(
      Object.entries(rest).map(([key, value]) => {
        const local = key === '$ref' && typeof value === 'string' ? /^#\/\$defs\/(.+)$/.exec(value) : null;
        return [key, local ? `#/components/schemas/${known.get(local[1]!)}` : walk(value, known)];
      }),
    );
  };
  const nameAll = (definitions: Record<string, object>) =>
    Object.entries(definitions).map(([key, definition]): [string, string] => {
      const text = JSON.stringify(definition);
      for (let number = 1; ; number += 1) {
        const name = number === 1 ? key : `${key}_${number}`;
        const there = name === 'Problem' ? '' : texts.get(name);
        if (there !== undefined && there !== text) continue;
        texts.set(name, text);
        return [key, name];
      }
    });
  return { paths: walk(paths, new Map()) as object, schemas };
}

function operation(contract: RouteContract, failures: FailureCatalogue): object {
  const isOpen = contract.permission === 'public';
  const statuses = new Set<number>(isOpen ? [400] : [400, 401, 403]);
  for (const code of contract.refusals ?? []) statuses.add(failures[code] ? statusOf[failures[code].kind] : 422);
  return {
    operationId: contract.id,
    summary: contract.summary,
    tags: [contract.id.split('.')[0]],
    'x-permission': contract.permission,
    security: isOpen ? [] : [{ session: [] }],
    parameters: [
      ...parameters(contract.params, 'path'),
      ...parameters(contract.query, 'query'),
      ...commandHeaders(contract),
    ],
    ...requestBody(contract),
    responses: { ...success(contract), ...problems(statuses) },
  };
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Record<string, unknown> {
  const { $schema: _, ...json } = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    target: 'draft-2020-12',
  }) as Record<string, unknown>;
  return json;
}

function parameters(schema: z.ZodObject | undefined, place: 'path' | 'query'): object[] {
  if (!schema) return [];
  const json = schemaOf(schema, 'input') as { properties?: Record<string, object>; required?: string[] };
  return Object.entries(json.properties ?? {}).map(([name, property]) => ({
    name,
    in: place,
    required: place === 'path' || (json.required ?? []).includes(name),
    schema: property,
  }));
}

function commandHeaders(contract: RouteContract): object[] {
  if (contract.method === 'GET') return [];
  return [
    {
      name: 'Idempotency-Key',
      in: 'header',
      required: false,
      schema: { type: 'string' },
      description: 'Repeating a command with the same key has one effect.',
    },
  ];
}

function requestBody(contract: RouteContract): object {
  if (contract.upload) {
    const file = { type: 'object', required: ['file'], properties: { file: { type: 'string', format: 'binary' } } };
    return { requestBody: { required: true, content: { 'multipart/form-data': { schema: file } } } };
  }
  if (!contract.body) return {};
  return {
    requestBody: { required: true, content: { 'application/json': { schema: schemaOf(contract.body, 'input') } } },
  };
}

function success(contract: RouteContract): object {
  if (contract.produces) return { 200: { description: 'the file or stream', content: { [contract.produces]: {} } } };
  if (!contract.response) return { 204: { description: 'done' } };
  const content = { 'application/json': { schema: schemaOf(contract.response, 'output') } };
  return { [contract.method === 'POST' ? 201 : 200]: { description: 'done', content } };
}

function problems(statuses: ReadonlySet<number>): object {
  const content = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };
  return Object.fromEntries([...statuses].map((status) => [status, { description: 'problem details', content }]));
}
