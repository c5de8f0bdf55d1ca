import { nameForm } from './compare-names.ts';

/** The surnames of nearly everybody, and those that are heard as one of them. */
const surnames =
  '王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩冯邓曹彭曾肖萧田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付傅方邹熊白孟秦邱丘侯江尹薛闫阎严段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴莫孔向汤温常康乔齐戚祁章臧盛冷景兰蓝殷文欧施苗纪季计牛樊葛邢安洪伍吾鲁路芦柳倪管关詹左申辛耿裴费翁柯柴岳单翟童佟涂屠凌宁甘桂古谷舒骆洛缪米毕房尤游饶曲瞿屈聂娄楼焦包鲍褚楚储靳晋卜步岑成车池迟初党邸丰封冀姬揭居鞠阚匡邝栗厉利历连练廉蔺吝麻满梅糜闵明牟慕穆南农潘庞逄皮平蒲濮漆强仇荣融阮桑沙商尚佘折双司宿隋随索台邰谈滕藤佟童危卫邬巫席习冼咸项谢信幸徐胥宣荀宴晏羊阳仰伊易应英鹰雍永虞俞喻禹元原苑云郧展湛詹赵甄正政支仲竺祝庄卓宗祖';

const soundOf = (surname: string): string => nameForm(`${surname}伟`)?.folded[0] ?? surname;

let bySound: Map<string, Set<string>> | null = null;

/** Surnames that may be heard as the first character of a name, itself included: 张 and 章, 于 and 余. */
export function surnamesLike(name: string): string[] {
  const first = [...name][0];
  if (first === undefined) return [];
  if (bySound === null) {
    bySound = new Map();
    for (const one of surnames) {
      const sound = soundOf(one);
      bySound.set(sound, (bySound.get(sound) ?? new Set()).add(one));
    }
  }
  return [...new Set([first, ...(bySound.get(soundOf(first)) ?? [])])];
}
