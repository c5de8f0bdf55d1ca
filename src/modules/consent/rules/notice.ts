/** What must be told wherever consent is asked for (PIPL 17), by words that stand for it. */
const mustTell: readonly (readonly [what: string, words: RegExp])[] = [
  ['使用的信息', /信息|资料|数据|肖像|姓名|联系方式/],
  ['保存期限', /保存|期限|到期/],
  ['撤回方式', /撤回/],
];

/** What a text for patients does not say although it has to; empty: complete. */
export function missingNotice(body: string): string[] {
  return mustTell.filter(([, words]) => !words.test(body)).map(([what]) => what);
}
