import { z } from 'zod';
import { planDocument } from './plan.ts';

/** The published JSON Schema of a plan document: what a person writing one in an editor gets checked against. */
export function planJsonSchema(): unknown {
  const schema = z.toJSONSchema(planDocument, { target: 'draft-2020-12', io: 'input' });
  return {
    ...schema,
    $id: 'urn:renmai:schema:plan:1',
    title: 'Renmai incentive plan',
    description:
      'Amounts are whole fen, rates basis points (1000 = 10 %). A comparison has exactly one operator. References, reachability and conflicts are checked when the plan is activated.',
  };
}

/** The file docs/schema/plan.schema.json as it must read. */
export function planJsonSchemaText(): string {
  return `${JSON.stringify(planJsonSchema(), null, 2)}\n`;
}
