import type { HospitalId } from '#kernel/ids.ts';
import { soundsOf } from '#modules/search/index.ts';
import type { Tx } from '#platform/db/database.ts';
import type { Tools } from '#platform/tools.ts';
import { readUnsounded, replaceSounds, type SoundRow } from '../store/introducer-sounds.ts';

const portionRows = 2000;

/** Keeps how the introducers' names sound, for the search. */
export async function writeSounds(
  tx: Tx,
  introducers: readonly { readonly introducerId: string; readonly name: string }[],
): Promise<void> {
  if (introducers.length > 0) await replaceSounds(tx, introducers.flatMap(rowsOf));
}

/** Imports write introducers by the ten thousand; their sounds follow. */
export async function soundMissing(tools: Tools, hospitalId: HospitalId): Promise<void> {
  for (;;) {
    const done = await tools.db.transaction({ hospitalId }, async (tx) => {
      const missing = await readUnsounded(tx, portionRows);
      await writeSounds(tx, missing);
      return missing.length;
    });
    if (done < portionRows) return;
  }
}

function rowsOf({ introducerId, name }: { introducerId: string; name: string }): SoundRow[] {
  const { full, initials } = soundsOf(name);
  const readings = full.length > 0 ? full : [''];
  return readings.map((pinyin, reading) => {
    const short = initials[reading] ?? initials[0] ?? '';
    return { introducerId, reading, name, pinyin, initials: short };
  });
}
