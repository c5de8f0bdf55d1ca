/** Writes docs/schema/plan.schema.json from the plan's Zod schema: `node bin/write-plan-schema.ts`. */
import { writeFileSync } from 'node:fs';
import { planJsonSchemaText } from '#kernel/rule-engine/plan-schema.ts';

writeFileSync(new URL('../docs/schema/plan.schema.json', import.meta.url), planJsonSchemaText());
