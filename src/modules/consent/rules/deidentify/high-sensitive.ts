/** Never used for marketing: infectious, mental, sexual and reproductive, genetic conditions and addiction (PI-019, PI-020 of the policy pack). */
const highSensitive =
  /艾滋|HIV|获得性免疫|梅毒|淋病|尖锐湿疣|生殖器疱疹|性病|乙型?肝炎|丙型?肝炎|乙肝|丙肝|肺结核|结核|新型冠状|新冠|霍乱|鼠疫|麻风|精神|抑郁|双相|躁狂|焦虑障碍|自杀|自伤|孤独症|自闭|痴呆|流产|终止妊娠|引产|不孕|不育|辅助生殖|试管|遗传|唐氏|染色体|吸毒|戒毒|酒精依赖|强奸|性侵|家暴/i;

export function isHighSensitive(diagnosis: string | null): boolean {
  return diagnosis !== null && highSensitive.test(diagnosis.normalize('NFKC').replace(/\s/g, ''));
}
