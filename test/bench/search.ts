/**
 * Global search over a million patients, 20 searchers at once, each kind of query by itself: p50 and p95.
 *
 *     node test/bench/search.ts [patients] [searchers] [seconds a kind]
 */
import type { Actor } from '#modules/staff/index.ts';
import { modules } from '../../src/app/modules.ts';
import { searchAll, soundsOf } from '../../src/modules/search/index.ts';
import { type BenchHospital, openBenchHospital } from './hospital.ts';
import { machine } from './machine.ts';

const [patients = 1_000_000, searchers = 20, seconds = 5] = process.argv.slice(2).map(Number);
const surnames = [
  ...'王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许邓韩冯曹彭曾肖田董潘袁蔡蒋余单仇解查朴',
  '欧阳',
  '上官',
];
const firsts = [...'建志秀桂小大海文丽俊雪永福春玉珍德高金少国明华伟芳敏静强磊军洋艳勇杰娟涛超'];
const lasts = [...'国强英兰明海斌华燕杰梅福生珍高凤平芬玲辉鹏宇红霞飞云波宁刚健荣琴琳军勇'];

const pick = <Value>(list: readonly Value[]): Value => list[Math.floor(Math.random() * list.length)]!;
const name = () => pick(surnames) + pick(firsts) + pick(lasts);
const digits = (count: number) => String(Math.floor(Math.random() * 10 ** count)).padStart(count, '0');
const kinds: Readonly<Record<string, () => string>> = {
  'full name': name,
  'surname and one': () => pick(surnames) + pick(firsts),
  'given name': () => pick(firsts) + pick(lasts),
  surname: () => pick(surnames),
  homophone: () => name().replace('建', '健').replace('英', '瑛').replace('明', '名'),
  'pinyin, full': () => soundsOf(name()).full[0]!,
  'pinyin, begun': () => soundsOf(name()).full[0]!.slice(0, 7),
  initials: () => soundsOf(name()).initials[0]!,
  'polyphonic surname': () => soundsOf(pick([...'单仇曾解查朴']) + pick(firsts) + pick(lasts)).full[0]!,
  'phone tail, 4': () => digits(4),
  'phone tail, 6': () => digits(6),
  'record number': () => `B${1 + Math.floor(Math.random() * patients)}`,
  'document tail, 4': () => `${digits(3)}X`,
  'document tail, 8': () => `0101${digits(4)}`,
  'introducer name': () => `介绍人${Math.floor(Math.random() * 3000)}`,
  'introducer number': () => `J00${digits(4)}`,
  'nobody’s name': () => '龘𠮷㐂',
};

const hospital = await openBenchHospital();
try {
  const started = performance.now();
  await fill(hospital);
  process.stdout.write(
    `${machine()}; ${patients} patients (filled in ${((performance.now() - started) / 1000).toFixed(0)} s), ${searchers} searchers without a pause\n`,
  );
  await measure(hospital);
} finally {
  await hospital.close();
}

async function fill({ installation, hospitalId, tools }: BenchHospital): Promise<void> {
  const names = surnames.flatMap((surname) => firsts.flatMap((first) => lasts.map((last) => surname + first + last)));
  const sounds = names.map(soundsOf);
  await installation.sql(
    `CREATE TABLE bench_names AS SELECT n - 1 AS n, name, pinyin, initials FROM unnest($1::text[], $2::text[], $3::text[]) WITH ORDINALITY AS u(name, pinyin, initials, n)`,
    [names, sounds.map((one) => one.full.join(' ')), sounds.map((one) => one.initials.join(' '))],
  );
  await installation.sql('CREATE UNIQUE INDEX ON bench_names (n)');
  await installation.sql(
    `INSERT INTO patient_patients (hospital_id, patient_id, name, name_key, pinyin, initials, sex, birth_date)
     SELECT $1, lpad(to_hex(m), 32, '0')::uuid, b.name, b.name, b.pinyin, b.initials, (ARRAY['male', 'female'])[1 + m % 2], date '1940-01-01' + (m % 25000)::int
     FROM generate_series(1, $2::bigint) m JOIN bench_names b ON b.n = (hashint8(m) & 2147483647) % $3::bigint`,
    [hospitalId, patients, names.length],
  );
  await installation.sql(
    `INSERT INTO patient_record_numbers (hospital_id, record_no, patient_id) SELECT $1, 'B' || n, lpad(to_hex(n), 32, '0')::uuid FROM generate_series(1, $2::bigint) n`,
    [hospitalId, patients],
  );
  await installation.sql(
    `INSERT INTO patient_contacts (hospital_id, patient_id, kind, value, value_key, is_primary)
     SELECT $1, lpad(to_hex(n), 32, '0')::uuid, 'phone', p.phone, p.phone, true
     FROM generate_series(1, $2::bigint) n CROSS JOIN LATERAL (SELECT '138' || lpad(((hashint8(n * 13) & 2147483647) % 100000000)::text, 8, '0') AS phone) p`,
    [hospitalId, patients],
  );
  // Ten thousand ends of documents and their hashes; as many persons share each as in truth.
  const ends = [...Array(11_000).keys()].map((n) =>
    n < 10_000 ? String(n).padStart(4, '0') : `${String(n - 10_000).padStart(3, '0')}X`,
  );
  await installation.sql(
    `INSERT INTO patient_documents (hospital_id, patient_id, kind, number_sealed, number_lookup, tail_lookup)
     SELECT $1, lpad(to_hex(n), 32, '0')::uuid, 'id_card', ($3::bytea[])[1 + n % 11000], decode(md5(n::text), 'hex'), ($4::bytea[])[1 + n % 11000]
     FROM generate_series(1, $2::bigint) n`,
    [
      hospitalId,
      patients,
      ends.map((end) => tools.cipher.seal(`99000019700101${end}`)),
      ends.map((end) => tools.cipher.lookup(`tail ${end}`)),
    ],
  );
  await installation.sql('VACUUM ANALYZE');
}

async function measure({ tools, hospitalId }: BenchHospital): Promise<void> {
  const sources = modules.flatMap((module) => module.searchSources ?? []);
  const actor: Actor = {
    hospitalId,
    accountId: null,
    displayName: '量',
    roles: ['info_officer'],
    departments: [],
    fromAddress: null,
    via: 'web',
  };
  for (const [kind, make] of Object.entries(kinds)) {
    const times: number[] = [];
    let hits = 0;
    const once = async () => {
      const from = performance.now();
      const { groups } = await searchAll(tools, actor, sources, { q: make(), locale: 'zh-CN' });
      times.push(performance.now() - from);
      hits += groups.length > 0 ? 1 : 0;
    };
    for (let warm = 0; warm < 20; warm += 1) await once();
    times.length = 0;
    hits = 0;
    const until = performance.now() + seconds * 1000;
    await Promise.all(
      Array.from({ length: searchers }, async () => {
        while (performance.now() < until) await once();
      }),
    );
    times.sort((a, b) => a - b);
    const at = (share: number) => times[Math.floor(times.length * share)]!.toFixed(1).padStart(7);
    const found = `${Math.round((100 * hits) / times.length)} % found something`;
    process.stdout.write(
      `${kind.padEnd(20)} ${String(Math.round(times.length / seconds)).padStart(5)}/s  p50 ${at(0.5)}  p95 ${at(0.95)} ms  ${found}\n`,
    );
  }
}
