/**
 * A live referral about one of very many people who share a record number, as when a hospital writes one number for "unknown": how long until
 * it is registered and decided.
 * Run: `node test/bench/shared-record.ts [people=5000] [referrals=30]`
 */
import { systemActor } from '#modules/staff/index.ts';
import { registerReferral } from '../../src/modules/referrals/intake.ts';
import { openBenchHospital } from './hospital.ts';
import { machine, quantile } from './machine.ts';

const [people = 5000, referrals = 30] = process.argv.slice(2).map(Number);
const bench = await openBenchHospital();
const name = `'张' || chr(19968 + n::int % 5000) || chr(20000 + (n / 5000)::int)`;
try {
  // One visit a person, over three months; one in ten is an admission. Everybody was announced the day before.
  await bench.installation.sql(
    `INSERT INTO visit_episodes (hospital_id, episode_no, record_no, patient_name, sex, birth_date, kind, department, registered_at)
     SELECT $1, 'E' || n, '0', ${name}, 'male', '1980-01-01', CASE WHEN n % 10 = 0 THEN 'inpatient' ELSE 'outpatient' END, '骨科',
       clock_timestamp() - interval '90 days' + n * (interval '91 days' / $2::int) FROM generate_series(1, $2::int) n`,
    [bench.hospitalId, people],
  );
  await bench.installation.sql(
    `INSERT INTO referral_referrals (hospital_id, referral_id, received_at, channel, introducer_id, introducer_no, patient_name, sex, age, disease, state, state_code)
     SELECT $1, 'R' || lpad(n::text, 12, '0'), clock_timestamp() - interval '91 days' + n * (interval '91 days' / $2::int), 'phone', i.introducer_id,
       i.introducer_no, ${name}, 'male', 46, '胆结石', 'unmatched', 'no_agreeing_episode'
     FROM generate_series(1, $2::int) n JOIN referral_introducers i ON i.hospital_id = $1 AND i.introducer_no = 'J000001'`,
    [bench.hospitalId, people],
  );
  await bench.installation.sql(
    'INSERT INTO referral_clocks (hospital_id, last_no) VALUES ($1, $2) ON CONFLICT (hospital_id) DO UPDATE SET last_no = EXCLUDED.last_no',
    [bench.hospitalId, people],
  );
  await bench.installation.sql('VACUUM ANALYZE visit_episodes, referral_referrals');
  const [introducer] = await bench.installation.sql<{ introducer_id: string }>(
    "SELECT introducer_id FROM referral_introducers WHERE introducer_no = 'J000001'",
  );
  const actor = systemActor({ hospitalId: bench.hospitalId }, 'command line');
  const took: number[] = [];
  for (let n = 0; n < referrals + 3; n++) {
    const of = 1 + ((n * 37) % people);
    const [row] = await bench.installation.sql<{ patient_name: string }>(
      'SELECT patient_name FROM visit_episodes WHERE episode_no = $1',
      [`E${of}`],
    );
    const begun = performance.now();
    await registerReferral(
      bench.tools,
      actor,
      { channel: 'phone', sender: null, messageId: null },
      {
        patientName: row!.patient_name,
        sex: 'male',
        age: 46,
        phone: null,
        disease: '胆结石',
        department: null,
        introducerId: introducer!.introducer_id,
        introducerText: null,
        isAccompanied: false,
        note: null,
        expectedPhrase: null,
        expectedFrom: null,
        expectedUntil: null,
        stage: 'confirmed',
      },
    );
    // The first ones warm the process up.
    if (n >= 3) took.push(performance.now() - begun);
  }
  console.log(machine());
  console.log(
    `${people} people under one record number, ${referrals} referrals: p50 ${quantile(took, 0.5).toFixed(1)}  p95 ${quantile(took, 0.95).toFixed(1)}  max ${Math.max(...took).toFixed(1)} ms`,
  );
} finally {
  await bench.close();
}
