import { createHash } from 'node:crypto';
import type { ConsentKind } from './catalogue.ts';

export interface ConsentText {
  readonly title: string;
  readonly body: string;
}

/** What law wants told wherever consent is asked for (PIPL 17). `{{hospital}}` is filled with the hospital's name when shown. */
const yourRights =
  '您可以随时撤回同意：打开我们发送的“我的授权与偏好”链接、回复短信退订词、拨打客服电话或到院办理均可，撤回立即生效，不影响撤回前已进行的处理，也不影响您在本院就诊。您有权查阅、复制、更正、删除您的个人信息，我们在 15 个工作日内答复。';

/** Version 1 of every text; a hospital publishes its own later versions. */
export const defaultTexts: Readonly<Record<ConsentKind, ConsentText>> = {
  service: {
    title: '服务通知告知',
    body: `{{hospital}}为完成您的诊疗，会用您留下的联系方式发送预约、检查准备、报告可取、费用和就诊安排等通知。\n使用的信息：姓名、联系方式、预约与就诊安排。\n保存期限：诊疗关系结束后 3 年。\n这些通知是诊疗服务的一部分，不含任何推广内容；您仍可以选择不接收某一种方式的通知。\n${yourRights}`,
  },
  follow_up: {
    title: '随访与关怀同意书',
    body: `我同意{{hospital}}在我就诊或出院后，通过我勾选的方式进行随访、康复提醒、复查提醒和满意度回访。\n使用的信息：姓名、联系方式、就诊科室与日期。不使用诊断、检查结果等健康信息（需要时另行征求单独同意）。\n保存期限：至我撤回为止；24 个月没有任何联系时自动停止并清理。\n${yourRights}`,
  },
  marketing: {
    title: '健康资讯与活动信息同意书',
    body: `我同意{{hospital}}通过我勾选的方式，向我发送健康讲座、义诊、体检套餐、优惠活动等信息。每条信息都写明发送者，并附免费退订方式；每天不超过 1 条，每周不超过 3 条，21:00 至次日 8:00 不发送。\n使用的信息：姓名、联系方式。不使用诊断、检查结果等健康信息。\n不同意不影响我在本院就诊和享受任何医疗服务。\n保存期限：至我撤回为止；24 个月没有任何互动时自动停止并清理。\n${yourRights}`,
  },
  health_follow_up: {
    title: '随访中使用健康信息的单独同意书',
    body: `医疗健康信息是敏感个人信息。为使随访更有针对性，{{hospital}}希望在随访中使用：诊断类别、手术类别、用药与复查安排。\n为什么必要：不同疾病的复查时间和注意事项不同。\n可能的影响：随访人员会看到上述信息；我们只授权参与随访的人员查看，并留有查看记录。\n不同意时，随访只使用就诊科室与日期，不影响诊疗。\n保存期限：至我撤回为止。\n${yourRights}`,
  },
  health_marketing: {
    title: '健康资讯中使用健康信息的单独同意书',
    body: `医疗健康信息是敏感个人信息。为只发送与我有关的健康资讯，{{hospital}}希望使用：诊断类别、就诊科室、体检异常类别。传染病、精神、性与生殖健康、遗传等高度敏感的信息一律不使用。\n可能的影响：收到的内容与我的健康状况有关，请确认接收的手机由本人使用。\n我可以随时关闭个性化，只接收一般资讯。不同意不影响诊疗，也不影响接收一般资讯。\n保存期限：至我撤回为止。\n${yourRights}`,
  },
  group_sharing: {
    title: '集团内共享个人信息的单独同意书',
    body: `我同意{{hospital}}将我的姓名、性别、出生日期、联系方式、就诊科室与日期，提供给同一集团的其他医院，仅用于我转院、复诊时识别身份和衔接服务。接收方名称、联系方式见附表，名单变化时会重新告知。\n不提供诊断、检查结果和病历。接收方不得再转给他人，不得用于推广。\n不同意不影响我在本院就诊。\n保存期限：至我撤回为止；撤回后通知接收方停止使用并删除。\n${yourRights}`,
  },
  image_story: {
    title: '肖像与病例故事使用授权书',
    body: `我授权{{hospital}}使用我的肖像、声音和经我确认的就诊经历，使用范围和期限以本授权书所填为准。发布前给我看过定稿；不用作医疗广告中的疗效证明；隐去可识别身份的信息，除非我另行书面同意。\n授权是自愿的，没有报酬，也不影响诊疗。未成年人由监护人签署。\n到期后不再使用；撤回后立即下架自有渠道的内容，并通知已转载的平台。\n${yourRights}`,
  },
};

/** SHA-256 of what is shown, in hex: evidence of the very words agreed to. */
export function textHash(text: ConsentText): string {
  return createHash('sha256').update(`${text.title}\n${text.body}`).digest('hex');
}
