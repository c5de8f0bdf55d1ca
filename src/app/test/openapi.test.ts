import { afterAll, beforeAll, expect, test } from 'vitest';
import { allFailures } from '#app/error-docs.ts';
import { modules } from '#app/modules.ts';
import { type FrontDoor, openFrontDoor } from '#modules/staff/test/front-door.ts';
import { createWorld, type World } from '#testing/world.ts';

interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly parameters: { name: string; in: string; required: boolean; schema: object }[];
  readonly requestBody?: { content: Record<string, { schema?: object }> };
  readonly responses: Record<string, { description: string }>;
  readonly security: object[];
}
interface Document {
  readonly openapi: string;
  readonly info: { title: string; version: string };
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: { schemas: Record<string, object>; securitySchemes: Record<string, object> };
}

let world: World;
let door: FrontDoor;
let document: Document;
let operations: { place: string; path: string; method: string; operation: Operation }[];
beforeAll(async () => {
  world = await createWorld();
  door = await openFrontDoor(world, world.tools, modules);
  document = (await door.app.inject({ url: '/api/openapi.json' })).json();
  operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ place: `${method} ${path}`, path, method, operation })),
  );
});
afterAll(async () => {
  await door.app.close();
  await world.end();
});

test('the document is OpenAPI 3.1 and holds every route exactly once', () => {
  expect(document.openapi).toMatch(/^3\.1\.\d+$/);
  expect(document.info.version).not.toBe('');
  expect(operations.length).toBe(door.contracts.length);
  const ids = operations.map(({ operation }) => operation.operationId);
  expect(new Set(ids).size).toBe(ids.length);
});

test('every parameter of a path is declared, required, and stands in the path', () => {
  const wrong = operations.flatMap(({ place, path, operation }) => {
    const inPath = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!).sort();
    const declared = operation.parameters.filter((one) => one.in === 'path');
    const isWrong = declared.some(({ required }) => !required) || path.includes(':');
    return JSON.stringify(declared.map(({ name }) => name).sort()) !== JSON.stringify(inPath) || isWrong ? [place] : [];
  });
  expect(wrong).toEqual([]);
});

test('every operation has a summary, a success answer, problem details and only known methods', () => {
  const wrong = operations.filter(({ method, operation }) => {
    const statuses = Object.keys(operation.responses);
    return (
      !['get', 'post', 'put', 'patch', 'delete'].includes(method) ||
      operation.summary.length < 5 ||
      !statuses.some((status) => status.startsWith('2')) ||
      !statuses.includes('400') ||
      (method === 'get' && operation.requestBody !== undefined)
    );
  });
  expect(wrong.map(({ place }) => place)).toEqual([]);
});

test('every reference leads to a component', () => {
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map((match) => match[1]!);
  const missing = new Set(
    references.filter((reference) => {
      const schema = /^#\/components\/schemas\/(\w+)$/.exec(reference);
      return !schema || !document.components.schemas[schema[1]!];
    }),
  );
  expect([...missing]).toEqual([]);
});

test('every refusal a contract names is in a catalogue', () => {
  const failures = allFailures();
  const unknown = door.contracts.flatMap(({ id, refusals = [] }) =>
    refusals.filter((code) => !failures[code]).map((code) => `${id}: ${code}`),
  );
  expect(unknown).toEqual([]);
});
