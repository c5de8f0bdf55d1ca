import type { Parameter, Tx } from '#platform/db/database.ts';

/**
 * As `tx.query`, with a plan kept by the connection: a search runs at every pause in typing, and planning took longer than reading. The
 * name belongs to the text for ever; texts that are put together anew each time must not come here.
 */
export async function prepared<Row extends object>(
  tx: Tx,
  name: string,
  text: string,
  values: readonly Parameter[],
): Promise<Row[]> {
  return (await tx.client.query<Row>({ name: `search-${name}`, text, values: values as unknown[] })).rows;
}
