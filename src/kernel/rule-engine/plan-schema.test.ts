import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { planJsonSchema } from './plan-schema.ts';

test('the published JSON Schema is the one the plan is checked against (else: node bin/write-plan-schema.ts)', () => {
  const published: unknown = JSON.parse(
    readFileSync(new URL('../../../docs/schema/plan.schema.json', import.meta.url), 'utf8'),
  );
  expect(published).toEqual(JSON.parse(JSON.stringify(planJsonSchema())));
});
