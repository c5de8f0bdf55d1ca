import type { DeclaredSource } from './contradictions.ts';

const words: readonly (readonly [RegExp, DeclaredSource])[] = [
  [/自行|自己来|自来|门诊自诊|无介绍/, 'walk_in'],
  [/介绍|转诊|转介|推荐|带来|职工|医生转/, 'introducer'],
  [/广告|传单|电视|广播|公交|宣传/, 'advertisement'],
  [/搜索|网络|网上|百度|抖音|公众号|微信/, 'search'],
  [/邻居|亲友|亲戚|朋友|熟人/, 'neighbour'],
  [/慕名|口碑|专家|名气|老患者|复诊/, 'doctor_reputation'],
];

/** What the HIS export says in its own words about how the patient came; null when it says nothing we understand. */
export function readDeclaredSource(text: string | null): DeclaredSource | null {
  if (text === null || text.trim() === '') return null;
  return words.find(([pattern]) => pattern.test(text))?.[1] ?? null;
}
