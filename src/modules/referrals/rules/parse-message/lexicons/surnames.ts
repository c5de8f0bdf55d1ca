import { list } from './words.ts';

/** Frequent single-character surnames; a name starting with one needs little other evidence. */
export const commonSurnames: ReadonlySet<string> = new Set(
  '王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂焦向柳邢路岳齐梅莫庄辛管祝左涂谷祁时舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵解强柴华车冉房边辜吉饶刁瞿戚丘古米池滕晋苑邬臧畅宫裘税湛卓仪苟全褚廉简娄盖符奚木穆党燕郎邸冀谈姬屠连郜晏栾郁商蒙计喻揭窦迟宇敖糜鄢冷卓花仇艾蓝都巩稽井练仲乐虞卞封竺冼原官衣楚佟栗匡宗应台巫鞠僧桑荆谌银扬明沙伏岑习胥保和蔺肖闫付区代户占'.split(
    '',
  ),
);

/** Further surnames of the Hundred Surnames and modern use. */
export const rareSurnames: ReadonlySet<string> = new Set(
  '秘宾旷良艳仓尉招雒佘来豆卿赫诺玉檀智奉闭盈青湾沐冮岩靖泰敏俸芈苌苓莱萨缐茆虎蛟逮郯郿锁镇镡闽闾隰骞翦卫蒋尤许喻窦云奚郎昌马苗凤花俞鲍史唐廉岑倪滕毕罗郝邬安常乐于时皮卞卡伏成戴宋茅庞熊纪屈祝董蓝麻强娄危颜梅盛林钟徐邱骆高夏蔡樊胡凌霍万柯卢房解宗宣贲郁杭包诸左崔钮荀羊惠甄曲封芮羿储汲邴井富乌焦巴弓牧隗山谷侯宓蓬全郗班仰秋伊宫暴斜厉戎武符詹束幸印宿怀蒲邰从鄂索咸籍卓池阴胥能苍双闻莘翟贡劳逄姬冉宰郦雍璩濮寿扈冀浦尚农别晏瞿阎充慕茹宦鱼容暨居衡步耿满弘寇广禄阙东欧沃利越夔隆师厍晁勾融訾阚那空曾毋沙乜养鞠须丰巢蒯相后红游权逯盍桓公仉督岳帅缑亢况郈琴归海晋闫法汝涂钦商牟佘佴伯赏墨哈谯笪年爱佟言福铁迮展信生过慎真修干战奎丛才逢蔚揣褚苟操由泥线弥禹忻续麦冒肇果补黑撒令初南雪降普藏但占朴阿寸刀者亓仝亶芶呼矫矣妥冶蹇揭尧苏睢刑宛火塔朵闪尼佐邝佩字衣鹿漆竹布楼郇泮蒿门候辉未鄞么母国斯付肖代戈盘粟衷牙幺巨兀水酆元平狄贝支昝经缪嵇滑荣於松钭祖韶蓟扶堵郤通郏庾终殳益种同鲜冼禤闵蔺覃敬税谌湛芦仇查禚邸滚侬玄杞苴帕依勒密仵伉佀呙咎啜奂姒孛孜岐弋悟愚懿戢撖斐斛昂杲榭槐浑渠潭炬燧爨瓮眭睦硕禾稂笃箕綦羌菅蒉虢裔遆郄郅郊钊铎锐阡驹魁鲇麴默图罕纳洒达茶太次忠旗柘霜恒庾'.split(
    '',
  ),
);

/** Surnames that are everyday words: they need better surroundings before they count. */
export const wordSurnames: ReadonlySet<string> = new Set(
  '良艳招来豆智盈青湾泰敏虎锁镇岩师于和同时应常文高白石江马方古安成关计解能从全包别后过由向有单但那相年者都乐冷连习强明生真来红公左管路查空双须官花火车门尚海干初黑水才信利到保位户占商闪字母未线国布言归南东农修令补么降藏呼鱼羊爱福续普居养步满种通支终盖经一益平游依密次太茶达纳图旗忠恒默'.split(
    '',
  ),
);

export const compoundSurnames: ReadonlySet<string> = new Set(
  list(`太史 欧阳 上官 司马 诸葛 东方 皇甫 尉迟 公孙 慕容 令狐 司徒 司空 夏侯 轩辕 宇文 长孙 端木 独孤 南宫 西门 百里 呼延 东郭 南门 澹台 公冶 宗政
    濮阳 淳于 单于 太叔 申屠 仲孙 钟离 鲜于 闾丘 亓官 拓跋 万俟 赫连 闻人 第五 完颜 纳兰 叶赫 那拉 爱新 东门 左丘 梁丘 公羊 谷梁 段干 微生 羊舌 呼延 巫马 公西 漆雕 乐正 壤驷 即墨 達奚 褚师 欧陽 佘佴 贺兰 司寇 子车 颛孙`),
);

export function surnameLength(text: string, at: number): 0 | 1 | 2 {
  if (compoundSurnames.has(text.slice(at, at + 2))) return 2;
  const first = text[at];
  return first !== undefined && (commonSurnames.has(first) || rareSurnames.has(first)) ? 1 : 0;
}
