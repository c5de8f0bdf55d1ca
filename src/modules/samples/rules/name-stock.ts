import { weighted } from './random.ts';

/** Surnames with their share of the population in tenths of a percent; characters of given names by sex and birth years. */
const commonSurnames =
  '王72李72张68刘54陈45杨31赵23黄22周21吴20徐17孙15胡13朱13高12林12何12郭11马11罗10梁9宋8郑8谢7韩7唐7冯6于6董6萧6程6曹6袁6邓6许6傅5沈5曾5彭5吕5苏4卢4蒋4蔡4贾4丁4魏4薛4叶4阎4余4潘4杜4戴4夏4钟4汪4田4任4姜4范4方4石3姚3谭3廖3邹3熊3金3陆3郝3孔3白3崔3康3毛3邱3秦3江3史3顾3侯3邵3孟3龙3万3段3漕1雷2钱2汤2尹2黎2易2常2武2乔2贺2赖2龚2文2欧阳1上官1';

function readSurnames(text: string): [string, number][] {
  return [...text.matchAll(/([^\d]+)(\d+)/g)].map((match) => [match[1]!, Number(match[2])]);
}

export const surnames = weighted(readSurnames(commonSurnames), 1024);

interface Given {
  readonly first: readonly string[];
  readonly second: readonly string[];
  readonly single: readonly string[];
  /** Share of one-character given names. */
  readonly singleShare: number;
}

const given = (first: string, second: string, single: string, singleShare: number): Given => ({
  first: [...first],
  second: [...second],
  single: [...single],
  singleShare,
});

/** Births before 1960, 1960–79, 1980–99, from 2000 on. */
export const maleGiven: readonly Given[] = [
  given(
    '国德志永家文光明福长春金玉正世昌贵有大安保先启克崇祖耀恒树茂',
    '生发财贵才清华林根山海云田富全祥元高仁义和顺成良斌初松柏泉喜寿庭章',
    '福贵生清华林山海仁义成松',
    0.08,
  ),
  given(
    '建国志卫红军文伟永立新海小爱晓跃胜向东锦运光少学治万利维金',
    '军平华明国强兵辉林民文武勇斌峰光荣良生祥忠清宏涛飞雄雨初东春',
    '军平华明强兵辉勇斌峰伟波涛刚杰',
    0.18,
  ),
  given(
    '志文海俊晓伟建家鹏浩子宇明泽振国正凯世立景少天旭光智',
    '伟杰磊涛鹏超波龙斌浩峰飞凯辉亮军勇明华林宇翔阳俊博文强',
    '伟杰磊涛鹏超波龙斌浩峰飞凯亮俊博旭阳',
    0.3,
  ),
  given(
    '子梓浩宇俊一天奕嘉铭泽梦思博文瑞明皓景书逸柏沐承',
    '轩涵宇泽辰睿豪杰然博航霖洋阳毅凡彬翔恒煜文哲安成',
    '轩睿辰豪博航毅阳',
    0.1,
  ),
];

export const femaleGiven: readonly Given[] = [
  given(
    '秀桂玉凤兰翠春素金月淑冬菊银巧香满运友四元珍莲美细',
    '英兰珍香梅花莲娥芳云芝凤华秀枝莲桃容秋贞姣蓉娇姑群',
    '英兰珍梅莲芳云秀',
    0.06,
  ),
  given(
    '丽红艳春小玉海爱建雪美慧志晓金国文冬秋桂凤翠新利',
    '芳华梅霞玲英萍燕红丽娟琴敏群平云辉兰香珍莉纯容花',
    '芳华梅霞玲英萍燕红丽娟琴敏艳',
    0.16,
  ),
  given(
    '丽婷晓雪佳思慧海静文梦春小玉燕娟莉倩艳美雅冰',
    '娟婷静敏燕娜丹玲莉倩颖琳洁芳霞君瑶慧怡梅蓉兰晶',
    '娟婷静敏燕娜丹玲莉倩颖琳洁芳慧',
    0.3,
  ),
  given(
    '梓雨欣诗子思可语佳依若一梦紫书沐安嘉心雅芷婉',
    '涵萱怡琪彤桐妍馨婷悦熙瑶颖宁汐然琳雯晴柔玥萌',
    '涵萱琪彤妍悦瑶颖',
    0.08,
  ),
];

export const minorityNames = { 男: ['买买提·艾力', '扎西·多吉'], 女: ['阿依努尔·买买提', '古丽·吐尔逊'] } as const;

const homophonePairs =
  '张章 王汪 李黎 陈程 周邹 吴伍 徐许 刘柳 朱诸 何贺 余于 罗骆 曾增 谢解 彭澎 萧肖 傅付 阎闫 蒋讲 范樊 伟玮 英瑛 兰岚 华桦 芳方 秀绣 军君 明鸣 国果 平萍 霞侠 梅玫 玲灵 红洪 辉晖 林琳 丽莉 娟鹃 桂贵 珍真 静婧 婷亭 涵晗 轩萱 浩昊 宇雨 杰洁 峰锋 斌彬 涛焘 志智 文雯 建健 春纯 晓小 燕艳 琴芹 敏闽 勇永 波博 飞菲 凯恺 鹏朋 超朝 子梓 欣新 怡宜 生升 发法 德得 福富 凤奉 香湘 莲连 玉育 金今 云芸 元园 祥翔 清青 长常 光广 财才 淑叔 翠脆 菊局 慧惠 佳嘉 琪琦 颖影 娜那 丹单 倩茜 思斯 梦孟 泽择 辰晨 睿瑞 豪毫 家佳 立力 海孩 卫伟 爱艾 强墙 民敏 兵冰 武舞 荣容 忠钟 宏弘 成诚 松崧 义艺 全权';

/** A character people type instead of another of the same sound. */
export const homophones: ReadonlyMap<string, string> = new Map(
  homophonePairs.split(' ').flatMap((pair) => {
    const [one, other] = [...pair] as [string, string];
    return [
      [one, other],
      [other, one],
    ] as [string, string][];
  }),
);
