import type { z } from 'zod';
import type { RouteContract } from '#kernel/route.ts';
import { type AnswerShape, shapeOf, type TierSheet } from '#kernel/tiers.ts';
import type { Tools } from '#platform/tools.ts';
import type { Actor } from './actor.ts';
import { audit } from './audit.ts';
import { maskAnswer, showsGuarded } from './rules/mask-answer.ts';
import type { Rights } from './rules/may.ts';

/** The tier sheets of all modules, by module name. */
export type TierSheets = Readonly<Record<string, TierSheet>>;

/**
 * The one filter every answer passes: routes pass it by themselves, anything else that leaves the house (a file, a message, a webhook) calls it
 * with the contract or schema whose values it carries.
 */
export interface AnswerFilter {
  /** Null: the route's module has no tier sheet, its answers are not about people. */
  shapeOf(contract: RouteContract): AnswerShape | null;
  /** What of an answer the actor sees, masked where he does not; reading health or identity of the contract's subject is recorded. */
  answer(tools: Tools, actor: Actor, contract: RouteContract, params: unknown, value: unknown): Promise<unknown>;
}

export function createAnswerFilter(sheets: TierSheets): AnswerFilter {
  const shapes = new Map<string, AnswerShape | null>();
  const shapeFor = (contract: RouteContract): AnswerShape | null => {
    const known = shapes.get(contract.id);
    if (known !== undefined) return known;
    const [module, verb] = contract.id.split('.') as [string, string];
    const sheet = sheets[module];
    const shape = sheet && contract.response ? shapeOf(contract.response, sheet, verb) : null;
    shapes.set(contract.id, shape);
    return shape;
  };
  return {
    shapeOf: shapeFor,
    async answer(tools, actor, contract, params, value) {
      const shape = shapeFor(contract);
      if (!shape || value === undefined) return value;
      const shown = maskAnswer(actor, shape, value);
      const subject = subjectOf(contract, params);
      if (subject && contract.method === 'GET' && showsGuarded(actor, shape, shown))
        await tools.db.transaction({ hospitalId: actor.hospitalId }, async (tx) =>
          audit(tx, actor, {
            action: 'record.read',
            subjectKind: subject.kind,
            subjectId: subject.id,
            detail: { route: contract.id },
          }),
        );
      return shown;
    },
  };
}

/** Masks a value of any schema as a route would: for exports, messages and webhooks. */
export function shownFor<Value>(person: Rights, schema: z.ZodType, value: Value, sheet: TierSheet, name = ''): Value {
  return maskAnswer(person, shapeOf(schema, sheet, name), value);
}

export function subjectOf(contract: RouteContract, params: unknown): { kind: string; id: string } | null {
  if (!contract.subject) return null;
  const id = (params as Record<string, unknown> | undefined)?.[contract.subject.param];
  return typeof id === 'string' ? { kind: contract.subject.kind, id } : null;
}
