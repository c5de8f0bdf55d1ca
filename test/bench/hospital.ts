import type { HospitalId } from '#kernel/ids.ts';
import { createFieldCipher } from '#platform/crypto/field-cipher.ts';
import { createDatabase } from '#platform/db/database.ts';
import { type DatabaseAddress, joinEmbeddedDatabase } from '#platform/db/embedded.ts';
import { createLog } from '#platform/log.ts';
import type { Tools } from '#platform/tools.ts';
import { createInstallation, type Installation } from '../trials/kit/installation.ts';

/** A hospital on a data folder of its own, filled by SQL, for measuring what happens beside a million rows. */
export interface BenchHospital {
  readonly tools: Tools;
  readonly hospitalId: HospitalId;
  readonly installation: Installation;
  readonly address: DatabaseAddress;
  close(): Promise<void>;
}

const surnames = '王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许邓韩冯曹彭曾肖田董潘袁蔡蒋余';
const given = '建国志强秀英桂兰小明大海文斌丽华海燕俊杰雪梅永福春生玉珍德高金凤少华';

export async function openBenchHospital(): Promise<BenchHospital> {
  const installation = createInstallation();
  await installation.run('init', '--division', '430121', '--name', '示例医院');
  const [row] = await installation.sql<{ hospital_id: HospitalId }>('SELECT hospital_id FROM hospital_hospitals');
  const { config } = installation;
  const log = createLog('error');
  const server = await joinEmbeddedDatabase(config, log);
  const db = createDatabase(server.app, log);
  const cipher = createFieldCipher(config.secrets);
  await installation.sql(
    `INSERT INTO referral_introducers (hospital_id, introducer_no, name, kind)
     SELECT $1, 'J' || lpad(n::text, 6, '0'), '介绍人' || n, (ARRAY['external_physician', 'staff', 'public', 'community'])[1 + n % 4] FROM generate_series(1, 3000) n`,
    [row!.hospital_id],
  );
  return {
    tools: { db, log, config, cipher, now: () => Date.now() as ReturnType<Tools['now']> },
    hospitalId: row!.hospital_id,
    installation,
    address: server,
    async close() {
      await db.close();
      await server.release();
      await installation.remove();
    },
  };
}

/** Name, sex and phone of person `n`: the same for his episodes and the referrals about him. */
const person = `substr($2, 1 + (hashint8(n) & 2147483647) % length($2), 1) || substr($3, 1 + 2 * ((hashint8(n * 7) & 2147483647) % (length($3) / 2)), 2)`;
const sex = `(ARRAY['male', 'female'])[1 + n % 2]`;
const phone = `'138' || lpad(((hashint8(n * 13) & 2147483647) % 100000000)::text, 8, '0')`;

/** Two episodes a person, an hour and a day apart, over some three years. */
export async function fillEpisodes({ installation, hospitalId }: BenchHospital, rows: number): Promise<void> {
  await installation.sql(
    `INSERT INTO visit_episodes (hospital_id, episode_no, record_no, patient_name, sex, birth_date, phone, kind, department, registered_at, settled_at)
     SELECT $1, 'E' || lpad(m::text, 10, '0'), 'B' || n, ${person}, ${sex}, date '1950-01-01' + (n % 20000)::int, ${phone},
       CASE WHEN m % 2 = 0 THEN 'inpatient' ELSE 'outpatient' END, (ARRAY['骨科', '普外科', '妇产科', '心内科', '儿科'])[1 + n % 5],
       timestamptz '2024-01-01' + n * interval '180 seconds' + (m % 2) * interval '25 hours', timestamptz '2024-01-02' + n * interval '180 seconds'
     FROM (SELECT m, ((m + 1) / 2)::bigint AS n FROM generate_series(1, $4::bigint) m) AS made`,
    [hospitalId, surnames, given, rows],
  );
  await installation.sql('VACUUM ANALYZE visit_episodes');
}

/** A referral a person, most of them sent a day before he came, some to nobody's episode. */
export async function fillReferrals(
  { installation, hospitalId }: BenchHospital,
  rows: number,
  state: 'unmatched' | 'mixed',
): Promise<void> {
  const stateSql =
    state === 'unmatched'
      ? `'unmatched'`
      : `CASE WHEN n % 100 < 75 THEN 'duplicate' WHEN n % 100 < 90 THEN 'unmatched' WHEN n % 100 < 97 THEN 'late' WHEN n % 100 < 99 THEN 'invalid' ELSE 'disputed' END`;
  await installation.sql(
    `INSERT INTO referral_referrals (hospital_id, referral_id, received_at, channel, message_id, introducer_id, introducer_no, patient_name, sex, age, phone,
       disease, department, state, state_code)
     SELECT $1, 'R' || lpad(n::text, 12, '0'), timestamptz '2024-01-01' + n * interval '180 seconds' - (n % 3) * interval '8 hours',
       (ARRAY['sms', 'wechat', 'phone', 'web'])[1 + n % 4], 'R' || lpad(n::text, 12, '0'), i.introducer_id, i.introducer_no,
       ${person}, ${sex}, NULL, CASE WHEN n % 3 = 0 THEN NULL ELSE ${phone} END, '胆结石', (ARRAY['骨科', '普外科', '妇产科', '心内科', '儿科'])[1 + n % 5],
       ${stateSql}, 'no_agreeing_episode'
     FROM generate_series(1, $4::bigint) n
     JOIN referral_introducers i ON i.hospital_id = $1 AND i.introducer_no = 'J' || lpad((1 + (hashint8(n * 3) & 2147483647) % 3000)::text, 6, '0')`,
    [hospitalId, surnames, given, rows],
  );
  await installation.sql(
    `INSERT INTO referral_disputes (hospital_id, kind, referral_ids, deadline_at, key)
     SELECT hospital_id, 'several_people', ARRAY[referral_id], received_at + interval '5 days', 'several_people:' || referral_id
     FROM referral_referrals WHERE hospital_id = $1 AND state = 'disputed'`,
    [hospitalId],
  );
  await installation.sql(
    `INSERT INTO referral_clocks (hospital_id, last_no) VALUES ($1, $2) ON CONFLICT (hospital_id) DO UPDATE SET last_no = EXCLUDED.last_no`,
    [hospitalId, rows],
  );
  await installation.sql('VACUUM ANALYZE referral_referrals, referral_introducers, referral_disputes');
}
