import type { z } from 'zod';
import type { ListQuery } from '#kernel/page.ts';
import type { Refusal } from '#kernel/refusal.ts';
import type { Actor, Permission } from '#modules/staff/index.ts';
import type { Tx } from '#platform/db/database.ts';
import type { ListField, ListSpec } from '#platform/db/list.ts';
import type { SheetCell, SheetColumn } from '#platform/files/write-xlsx.ts';
import type { Tools } from '#platform/tools.ts';

/** What a module lets be done with a list of its own, besides reading it page by page. */
export interface ListOffer<Stored extends object = never, Shown extends object = never> {
  /** The key of the list on its page: `referrals.introducers`. */
  readonly id: string;
  readonly zh: string;
  readonly en: string;
  /** Of reading it, as its route asks. */
  readonly permission: Permission;
  /** The list as this reader may read it: row scope and search included. The page's route reads the same. */
  readonly open: (tx: Tx, actor: Actor, query: ListQuery) => Promise<ListSpec | Refusal>;
  /** What pages call a row by: unique in the hospital, never changed by an action. Bulk actions walk along it. */
  readonly rowId: ListField & { readonly cast: 'uuid' | 'text' };
  /** Rows with everything hidden that the reader's tiers do not include: what the page shows. */
  readonly shown: (tx: Tx, actor: Actor, rows: readonly Stored[]) => Promise<readonly Shown[]> | readonly Shown[];
  readonly columns: readonly ExportColumn<Shown>[];
  readonly actions?: readonly BulkAction[];
}

export interface ExportColumn<Shown extends object> {
  /** Of the page's column; several columns of a file may belong to one of the page. */
  readonly key: string;
  readonly zh: string;
  readonly en: string;
  readonly width?: number;
  readonly format?: SheetColumn['format'];
  readonly cell: (row: Shown, locale: 'zh-CN' | 'en') => SheetCell;
}

/** What a portion changed, and how each row was before: kept while it can be undone. */
export interface Change {
  readonly id: string;
  readonly before: Readonly<Record<string, unknown>>;
}

export interface BulkAction<Input = never> {
  readonly name: string;
  readonly zh: string;
  readonly en: string;
  readonly permission: Permission;
  readonly input: z.ZodType<Input>;
  /** Rows of one transaction. Default 2,000. */
  readonly portionRows?: number;
  /**
   * Acts on rows the requester may see, in the portion's transaction. Leaves alone what is already so or may not be changed, and answers
   * what it did change. A refusal ends the whole action.
   */
  readonly apply: (
    tx: Tx,
    around: { readonly actor: Actor; readonly tools: Tools; readonly ids: readonly string[]; readonly input: Input },
  ) => Promise<readonly Change[] | Refusal>;
  /** Puts back what has not been changed since; answers how many. */
  readonly undo?: (
    tx: Tx,
    around: {
      readonly actor: Actor;
      readonly tools: Tools;
      readonly changes: readonly Change[];
      readonly input: Input;
    },
  ) => Promise<number>;
}

/** An offer with its own types forgotten, for a list of lists. */
export type AnyListOffer = ListOffer<never, never>;

export function listOffer<Stored extends object, Shown extends object>(offer: ListOffer<Stored, Shown>): AnyListOffer {
  return offer as unknown as AnyListOffer;
}

export function bulkAction<Input>(action: BulkAction<Input>): BulkAction {
  return action as unknown as BulkAction;
}
