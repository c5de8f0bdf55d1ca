import type { Reading } from './types.ts';

interface Evidence {
  readonly hasName: boolean;
  readonly hasSex: boolean;
  readonly hasAge: boolean;
  readonly hasDisease: boolean;
  readonly hasIntroducer: boolean;
  readonly hasArrival: boolean;
  readonly hasPhone: boolean;
}

const withdrawal =
  /改主意|改了主意|变卦|反悔|算了吧|先算了|去(?:市里|省里|县里|别家|外地|别的医院|别处)了|去别的?(?:医院|地方)|(?:已经|今早|昨晚)?(?:过世|去世|没了|断气)|先不来|暂时不|不打算来|不准备来|决定不|取消|不来了|来不了|来不成|不能来|不过来了|不去了|去不了|不用来|不用等|不用安排|不住了|不做了|不用接|不愿意?[来去]|不肯[来去]|不想[来去](?!别)|别留床|退出|删除|删掉|退掉|退号|不看了|不治了|不过去了|撤销|撤回|作废|改天再|改期|改到|改成|改为|改约|推迟到|推迟几|推迟一|延期|延到|更正|打错|写错|搞错|发错|说错|弄错|报错|错了|不对.{0,4}应该|应该是.{1,8}不是|是.{1,6}不是.{1,6}[,，。]?(?:麻烦|请)?改|换成|信息有误|有误|不是.{1,10}(?:而?是)/;
const earlier =
  /(?:上次|上回|上周|上星期|上礼拜|上个?月|昨天|昨晚|前天|前几天|前两天|前阵子|之前|那天|刚才|刚刚|早上|上午|今早|先前|以前|月初|大前天|年前)[^,，。!?]{0,8}?(?:介绍|报|送|转|推荐|发|登记|来|约|住院|看|预约|联系)(?:来|过来|过去|去|给你们|给你|你们)?(?:的|过的|那个|的那|住院的|了)/;
const asking =
  /[了来好到完走清定上]没有?(?=[,，。!！?？ ]|$)|([\u3400-\u9fff])不\1(?!知|疼|痛)|不\s*[?？。!~]*$|没有?[啊呀呢哦嘛]?\s*[?？。!~]*$|[吗么呢没]\s*[?？。!~]*\s*$|[?？]|怎么样|咋样|如何|好了没|到了没|来了没|出院了没|有没有|是不是|能不能|住上|多少|几点|什么时候|啥时候|哪天/;
const reward =
  /算我的|算(?:到|在)我|算不算|只算|少算|没算|多算|算了[一二两三四五\d]|积分|奖励|提成|红包|返点|返现|劳务费|介绍费|转诊费|结算|到账|兑换|礼品|推荐费|奖金|酬劳|好处费|多少分|分到了/;
const question =
  /(?:好多|几多|多|几|点)钱|要不要住院|住院不|怎么(?!回事|了|也|都|劝|样都)[\u3400-\u9fff]|开不开|招.{0,4}(?:工|护士|医生|保洁|保安|护工|司机)|应聘|面试|工资|丢了|多少钱|什么价|价格|价钱|收费|费用(?!.{0,4}(?:多少)?不是问题)|贵不贵|怎么走|怎么去|在哪|哪里|哪儿|地址|几路|坐什么车|停车|几点(?:上班|开门|下班|开始|能|到|关)|上班吗|开门吗|上不上班|坐诊|出诊|有号吗|还有号|能报|报销|报多少|能不能(?:治|看|做|报|用)|能治|可以治|治得好|治不治|治好|能看|可以看|看得了|能做|可以做|做得了|有没有|有什么|是不是|是否|需要什么|要带什么|带什么|需不需要|怎么(?:办|挂|预约|报|治|样|查|联系|收费|算)|咋(?:办|治|样|挂)|请问|咨询|想问|问一下|问下|打听|哪个医生|哪位|什么时候(?:上班|出诊|有|能)|多久|好不好|行不行|可以吗|能吗|招人|招聘|有床|哪天|门诊时间|停车|带.{1,4}能住院吗|能住院吗|探视/;
const chatter =
  /手术(?:做得|做的|很|挺|非常)*(?:成功|顺利|很好)|出院了.{0,16}谢|谢.{0,16}出院了|全家(?:都)?(?:很)?(?:感谢|谢谢)|转让|出售|出租(?!车|的)|低价|有意者|招租|二手|代办|办证|大家(?!好)|停电|停水|系统.{0,8}(?:不能|停|升级|维护)|[节年日末]快乐|锦旗|套餐|详询|[0-9一二三四五六七八九]折|注意保暖|天气|预防.{1,6}[,，。!]?$|多谢关照|救了|请大家|发错人|发错了|恢复得?(?:很|挺|不错|好)|谢谢.{0,12}(?:照顾|关照|帮忙|治好)|祝.{0,10}(?:快乐|兴隆|健康|如意|愉快|发财|安康)|(?:新年|节日|春节|中秋|国庆|元旦|端午|周末|生日)(?:快乐|愉快)|恭喜|通知|各位|会议|开会|培训|优惠|促销|特价|免费|活动|贷款|点击|退订|回T|中奖|招聘|公众号|扫码|二维码|义诊|讲座|放假|停诊|公告|链接|http|www\.|早上好|晚安|[[【](?:图片|语音|视频|表情|动画表情|文件|位置|红包|转账|链接)/;
const notice =
  /^[^,。]{0,14}(?:通知|公告|提醒|通告) ?:|温馨提示|勤洗手|戴口罩|常通风|注意事项|预防.{1,8}(?:知识|提示|指南|要点)|转发(?:给|扩散)|友情提醒|特此通知|放假通知/;
const thanks =
  /(?:感谢|谢谢|多谢).{0,14}(?:全体|医护|团队|精心|治疗|照顾|救|治好)|(?:感谢|谢谢|多谢).{0,40}(?:现在(?:能|可以|已经)|好多了|痊愈|康复了|出院了)|(?:痊愈|康复|好利索)了/;
const coming = /病人|患者|伤者|伤员|产妇|孕妇|来|到|过去|送|转|接|住院|安排|登记|介绍|推荐|预约|挂|留床|去|赶|床|姓名/;

const advertising =
  /套餐.{0,8}(?:折|元|优惠|价)|仅限|咨询电话|好消息|大促|酬宾|特惠|限时|抢购|名额有限|先到先得|欢迎.{0,6}(?:咨询|来电|光临|惠顾|选购)|免费(?:体检|检查|义诊|筛查|测|领)|加微信.{0,6}(?:了解|咨询|领)/;
const selling = /批发|零售|本店|新到货|克星|货到付款|包治|转让|出售|出租(?!车|的)|招租|低价|厂家直销|正宗/;
const procedureQuestion =
  /要(?:不要)?(?:提前)?(?:预约|挂号|带|空腹|排队|打招呼).{0,6}(?:吗|不|么|\?|？)|能(?:不能)?(?:打|做|看|挂|报|约|去|来|治)(?:不|吗|么|不能)[?？。!]?$|(?:吗|么|不)[,，?？].{0,8}(?:不|吗|么)[?？。]?$/;

/** Rule G4: whether the message announces a particular person who is coming, being sent or to be booked. */
export function announcesPatient(reading: Reading, evidence: Evidence): boolean {
  const text = reading.text;
  const strength = strengthOf(evidence);
  if (advertising.test(text) && !evidence.hasSex && !evidence.hasAge) return false;
  if (selling.test(text) && !(evidence.hasName && evidence.hasAge)) return false;
  if (procedureQuestion.test(text) && !evidence.hasName && !evidence.hasAge && !evidence.hasIntroducer) return false;
  const described = evidence.hasName && (evidence.hasSex || evidence.hasAge || evidence.hasDisease);
  if (withdrawal.test(text) && !isFreshAnnouncement(text, evidence)) return false;
  if (reward.test(text) && (strength < 5 || !(evidence.hasSex || evidence.hasAge))) return false;
  if (
    earlier.test(text) &&
    (asking.test(text) || /(?:住上院|住院了|出院|做了手术|手术|恢复|到了|来了)/.test(text)) &&
    !(described && evidence.hasArrival && strength >= 5)
  )
    return false;
  if (
    question.test(text) &&
    !(described && (evidence.hasArrival || evidence.hasIntroducer || evidence.hasPhone || strength >= 5))
  ) {
    return evidence.hasArrival && strength >= 4 && !onlyAsks(text);
  }
  if (notice.test(text) && !evidence.hasAge && !evidence.hasArrival) return false;
  if (thanks.test(text) && !evidence.hasArrival && !evidence.hasIntroducer) return false;
  if (chatter.test(text) && strength < 4) return false;
  if (asking.test(text) && strength < 4 && !evidence.hasArrival) return false;
  if (asking.test(text) && !evidence.hasName && !evidence.hasSex && !evidence.hasAge && !evidence.hasDisease)
    return false;
  if (evidence.hasName) return strength >= 3 || coming.test(text);
  return (
    (strength >= 2 || evidence.hasArrival || evidence.hasDisease) &&
    (coming.test(text) || strength >= 3) &&
    isAboutSomebody(text, evidence)
  );
}

function strengthOf(evidence: Evidence): number {
  return (
    (evidence.hasName ? 2 : 0) +
    (evidence.hasSex ? 1 : 0) +
    (evidence.hasAge ? 1 : 0) +
    (evidence.hasDisease ? 1 : 0) +
    (evidence.hasIntroducer ? 1 : 0) +
    (evidence.hasPhone ? 0.5 : 0) +
    (evidence.hasArrival ? 1 : 0)
  );
}

/** "本来说不来了，现在还是来": a full announcement outweighs a word of withdrawal only with all its parts. */
function isFreshAnnouncement(text: string, evidence: Evidence): boolean {
  const full =
    evidence.hasName && evidence.hasSex && evidence.hasDisease && (evidence.hasArrival || evidence.hasIntroducer);
  return (
    full &&
    !/取消|不来了|来不了|更正|打错|写错|报错|发错|搞错|弄错|说错|错了|改到|改成|改期|改为|推迟|延期|作废|撤/.test(text)
  );
}

function onlyAsks(text: string): boolean {
  return /多少钱|能治吗|能不能治|可以治吗|治得好|上班吗|坐诊吗|开门吗|怎么走|报销|能做吗|能看吗|可以做吗|收费|价格/.test(
    text,
  );
}

function isAboutSomebody(text: string, evidence: Evidence): boolean {
  return (
    evidence.hasSex ||
    evidence.hasAge ||
    evidence.hasIntroducer ||
    /病人|患者|伤者|伤员|产妇|孕妇|我[妈爸姐哥弟妹婆爷奶叔姨舅姑老]|家|爱人|老伴|对象|娃|老公|老婆|亲戚|邻居|朋友|同事|我[要想来]|孩子|宝宝|老人|一个人|一位/.test(
      text,
    )
  );
}
