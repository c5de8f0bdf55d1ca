import type { ImportKind } from './rows.ts';

/** How the text of a cell becomes a value; see read-rows.ts. */
export type ValueKind =
  | 'identifier'
  | 'name'
  | 'text'
  | 'moment'
  | 'day'
  | 'money'
  | 'discount'
  | 'age'
  | 'phone'
  | 'sender'
  | 'id-number'
  | 'boolean'
  | 'sex'
  | 'introducer-kind'
  | 'episode-kind'
  | 'procedure-class'
  | 'delivery'
  | 'payment-kind'
  | 'charge-category'
  | 'channel';

export interface Column {
  /** Name in the exchange formats. */
  readonly name: string;
  /** Field of the typed row. */
  readonly field: string;
  /** The Chinese name shown to people; accepted as a header. */
  readonly chinese: string;
  readonly value: ValueKind;
  /** `value`: a row without it is rejected. `column`: the header must be there, cells may be empty. */
  readonly required: 'value' | 'column' | null;
  readonly charactersMax: number;
  /** Other headers hospital programs use, likeliest first. */
  readonly aliases: readonly string[];
  readonly example: string;
}

const charactersMaxOf: Partial<Record<ValueKind, number>> = { identifier: 64, name: 100, text: 2_000, sender: 128 };

function column(
  name: string,
  chinese: string,
  value: ValueKind,
  required: Column['required'],
  example: string,
  aliases = '',
  charactersMax = charactersMaxOf[value] ?? 64,
): Column {
  const field = name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return {
    name,
    field,
    chinese,
    value,
    required,
    charactersMax,
    aliases: aliases === '' ? [] : aliases.split(' '),
    example,
  };
}

const phoneAliases =
  '手机 手机号 手机号码 电话 电话号码 联系电话 联系方式 联系手机 本人电话 移动电话 mobile tel telephone';
const sexAliases = '男女 gender';
const patientNameAliases = '患者姓名 病人姓名 患者 病人 姓名 名字 patient name';

/** The columns of the exchange formats with their Chinese headers, and the headers usual in exports of hospital programs. */
export const columnsOf: Readonly<Record<ImportKind, readonly Column[]>> = {
  introducers: [
    column(
      'introducer_no',
      '编号',
      'identifier',
      'value',
      'J0001',
      '介绍人编号 推荐人编号 转介人编号 工号 代码 编码 介绍人代码 no id',
    ),
    column(
      'name',
      '姓名',
      'name',
      'value',
      '王建国',
      '介绍人姓名 介绍人 推荐人 推荐人姓名 转介人 转介人姓名 名称 机构名称',
    ),
    column(
      'kind',
      '类别',
      'introducer-kind',
      'value',
      'external_physician',
      '介绍人类别 类型 介绍人类型 身份 人员类别 推荐人类别',
    ),
    column('clinical', '临床', 'boolean', null, '0', '是否临床 临床人员 是否临床人员'),
    column('phone', '手机', 'phone', null, '13800001234', phoneAliases),
    column('institution', '单位', 'name', null, '示例镇卫生院', '所在单位 工作单位 机构 所属机构 单位名称 所属单位'),
    column('county', '县区', 'name', null, '示例县', '区县 县 所在县区 地区 所属县区 县市区'),
    column(
      'rep_no',
      '发展人',
      'identifier',
      null,
      'R01',
      '发展人编号 专员编号 业务员编号 客户经理 市场专员 负责人编号 业务员',
    ),
  ],
  patients: [
    column(
      'record_no',
      '病案号',
      'identifier',
      null,
      'P000001',
      '病历号 病历编号 病案编号 患者编号 患者ID 病人ID 病人编号 档案号 患者主索引 登记号 住院号 就诊卡号 诊疗卡号 patient_id patient_no mrn',
    ),
    column('name', '姓名', 'name', 'value', '张小明', `${patientNameAliases} patient_name`),
    column('sex', '性别', 'sex', null, '男', sexAliases),
    column(
      'birth_date',
      '出生日期',
      'day',
      null,
      '1968-03-01',
      '出生年月 出生年月日 出生时间 生日 birthday dob birthdate',
    ),
    column(
      'id_number',
      '身份证号',
      'id-number',
      null,
      '',
      '身份证 身份证号码 身份证件号 身份证件号码 证件号码 证件号 公民身份号码 idcard id_card_no',
    ),
    column('phone', '电话', 'phone', null, '13800001234', phoneAliases),
    column('other_phone', '备用电话', 'phone', null, '', '第二电话 其他电话 备用手机 家庭电话 phone2 联系电话2'),
    column('email', '邮箱', 'text', null, '', '电子邮箱 电子邮件 mail e-mail', 200),
    column(
      'address_division',
      '行政区划代码',
      'identifier',
      null,
      '430121',
      '行政区划 区划代码 地址代码 行政区划码 户籍区划代码 现住址行政区划代码 现住址区划 地区编码',
    ),
    column('address', '地址', 'text', null, '', '住址 现住址 家庭住址 联系地址 家庭地址 详细地址', 200),
    column('occupation', '职业', 'name', null, '教师', '工作 职业类别 从事职业'),
    column('education', '文化程度', 'name', null, '', '学历 教育程度'),
    column('marital_status', '婚姻状况', 'name', null, '', '婚姻 婚否'),
    column('native_place', '籍贯', 'name', null, '', '出生地 户籍地'),
    column('insurance_kind', '医保类型', 'name', null, '城乡居民医保', '费别 参保类型 医保类别 险种 保险类型'),
    column('tags', '标签', 'text', null, '慢病|随访', '分组 客户标签 患者标签', 500),
    column('first_source', '首次来源', 'name', null, '', '来源 客户来源 患者来源 来源渠道'),
  ],
  episodes: [
    column(
      'episode_no',
      '就诊号',
      'identifier',
      'value',
      'E000001',
      '就诊流水号 就诊编号 就诊序号 就诊ID 住院流水号 流水号 门诊号 入院序号 就医登记号 visit_no encounter_no visit_id encounter_id 住院号',
    ),
    column(
      'record_no',
      '病案号',
      'identifier',
      'column',
      'P000001',
      '病历号 病历编号 病案编号 患者编号 患者ID 病人ID 病人编号 档案号 患者主索引 登记号 住院号 住院编号 诊疗卡号 就诊卡号 patient_id patient_no mrn',
    ),
    column('patient_name', '姓名', 'name', 'column', '张小明', patientNameAliases),
    column('sex', '性别', 'sex', 'column', '男', sexAliases),
    column(
      'birth_date',
      '出生日期',
      'day',
      null,
      '1968-03-01',
      '出生年月 出生年月日 出生时间 生日 birthday dob birthdate',
    ),
    column(
      'id_number',
      '身份证号',
      'id-number',
      null,
      '',
      '身份证 身份证号码 身份证件号 身份证件号码 证件号码 证件号 公民身份号码 idcard id_card_no',
    ),
    column('phone', '电话', 'phone', null, '13800001234', phoneAliases),
    column(
      'address_division',
      '行政区划代码',
      'identifier',
      null,
      '430121',
      '行政区划 区划代码 地址代码 行政区划码 户籍区划代码 现住址行政区划代码 现住址区划 地区编码',
    ),
    column(
      'kind',
      '类型',
      'episode-kind',
      'value',
      'inpatient',
      '就诊类型 就诊类别 患者类型 病人类型 就医类别 诊疗类型 类别 visit_type',
    ),
    column(
      'department',
      '科室',
      'name',
      'column',
      '骨科一病区',
      '科室名称 入院科室 就诊科室 入院科室名称 收治科室 住院科室 所在科室 病人科室 dept department_name 出院科室',
    ),
    column(
      'doctor',
      '医生',
      'name',
      null,
      '李一',
      '主治医生 主治医师 主管医生 主管医师 经治医生 经治医师 接诊医生 接诊医师 住院医师 住院医生 管床医生 责任医生 就诊医生 医生姓名 医师',
    ),
    column(
      'admitted_by',
      '开单收治医生',
      'name',
      null,
      '李一',
      '收治医生 收治医师 收住医生 开单医生 开住院单医生 开住院证医生 入院开单医生 门诊医生 门急诊医生',
    ),
    column(
      'registered_at',
      '登记时间',
      'moment',
      'value',
      '2026-10-03 09:30',
      '登记日期 就诊时间 就诊日期 挂号时间 挂号日期 入院登记时间 住院登记时间 入院登记日期 办理入院时间 登记日 visit_time',
    ),
    column(
      'admitted_at',
      '入院时间',
      'moment',
      null,
      '2026-10-03 10:00',
      '入院日期 入科时间 入院日期时间 住院日期 入院日 admission_time admit_time admission_date',
    ),
    column(
      'discharged_at',
      '出院时间',
      'moment',
      null,
      '2026-10-08 11:00',
      '出院日期 离院时间 出院日期时间 出院日 discharge_time discharge_date',
    ),
    column(
      'settled_at',
      '结算时间',
      'moment',
      null,
      '2026-10-08 11:30',
      '结算日期 出院结算时间 出院结算日期 收费时间 缴费时间 结账时间 结账日期 结帐日期 结算日 settle_time',
    ),
    column(
      'diagnosis',
      '诊断',
      'text',
      null,
      '股骨颈骨折',
      '诊断名称 主要诊断 入院诊断 出院诊断 主诊断 临床诊断 初步诊断 疾病诊断 疾病名称 病种',
    ),
    column('procedure_class', '手术类别', 'procedure-class', null, 'open', '手术类型 手术方式 术式类别 手术分类'),
    column('delivery', '分娩', 'delivery', null, '', '分娩方式 分娩类型 生产方式'),
    column(
      'mother_episode_no',
      '母亲就诊号',
      'identifier',
      null,
      '',
      '母亲住院号 产妇就诊号 母亲流水号 母亲就诊流水号 产妇住院号',
    ),
    column('transferred_from', '转自就诊号', 'identifier', null, '', '转科前就诊号 转自 原就诊号 转入前就诊号'),
    column(
      'declared_source',
      '来源',
      'text',
      null,
      '',
      '患者来源 病人来源 来源渠道 就诊来源 申报来源 介绍人 推荐人',
      200,
    ),
    column('checkup_discount', '体检折扣', 'discount', null, '0.2', '折扣 折扣率 优惠比例 体检优惠'),
    column(
      'payment_kind',
      '费别',
      'payment-kind',
      null,
      '医保',
      '付款方式 支付方式 医保类型 费用类型 结算方式 付费方式 医疗付费方式 患者费别 收费类别 参保类型',
    ),
    column(
      'next_visit_on',
      '复诊日期',
      'day',
      null,
      '2026-11-03',
      '复诊时间 下次复诊 下次复诊日期 预约复诊日期 复查日期 复查时间',
    ),
  ],
  charges: [
    column(
      'episode_no',
      '就诊号',
      'identifier',
      'value',
      'E000001',
      '就诊流水号 就诊编号 就诊序号 住院流水号 门诊号 住院号 visit_no encounter_no',
    ),
    column(
      'line_no',
      '明细号',
      'identifier',
      'value',
      '1',
      '费用明细号 明细序号 序号 行号 流水号 费用流水号 明细流水号 费用序号 费用明细流水号 记账流水号 项目序号 处方明细号 id',
    ),
    column(
      'category',
      '费用类别',
      'charge-category',
      'value',
      'exam',
      '费用类型 项目类别 收费类别 费用分类 费用科目 收费大类 发票项目 发票类别 核算类别 财务分类 大类名称 费用大类',
    ),
    column(
      'item_code',
      '项目编码',
      'identifier',
      null,
      'CT',
      '项目代码 收费项目编码 收费项目代码 收费编码 医嘱编码 物价编码 编码 代码 费用编码',
    ),
    column(
      'item_name',
      '项目名称',
      'text',
      null,
      'CT 平扫',
      '收费项目 收费项目名称 费用名称 项目 名称 医嘱名称 费用项目',
      500,
    ),
    column(
      'amount',
      '金额',
      'money',
      'value',
      '320.00',
      '总金额 费用金额 应收金额 实收金额 费用 合计 合计金额 总价 收费金额 结算金额',
    ),
    column('department', '费用科室', 'name', null, '', '科室 科室名称 开单科室 发生科室 记账科室 病人科室 患者科室'),
    column(
      'charged_at',
      '计费时间',
      'moment',
      null,
      '2026-10-03 11:00',
      '记账时间 记帐时间 收费时间 费用时间 费用日期 收费日期 发生时间 计价时间 记账日期 计费日期 日期 费用发生时间',
    ),
    column(
      'ordered_by',
      '开单医生',
      'name',
      null,
      '李一',
      '开单医师 开立医生 开立医师 开方医生 申请医生 申请医师 医嘱医生 开嘱医生 医生',
    ),
  ],
  messages: [
    column('message_id', '消息编号', 'identifier', 'value', 'M000001', '消息ID 信息编号 短信编号 编号 消息号 序号 id'),
    column(
      'received_at',
      '接收时间',
      'moment',
      'value',
      '2026-10-03 08:12:30',
      '收到时间 时间 发送时间 消息时间 短信时间 日期 接收日期',
    ),
    column('channel', '渠道', 'channel', 'value', 'sms', '通道 来源 消息渠道 方式 途径'),
    column(
      'sender',
      '发送人',
      'sender',
      'column',
      '13800001234',
      '发送者 发送号码 发件人 手机号 手机 手机号码 电话 号码 来源号码 openid',
    ),
    column(
      'text',
      '内容',
      'text',
      'column',
      '介绍患者……',
      '消息内容 短信内容 正文 文本 信息内容 content message',
      32_767,
    ),
  ],
  referrals: [
    column(
      'referral_id',
      '转介编号',
      'identifier',
      'value',
      'F000001',
      '推荐编号 介绍编号 转诊编号 编号 转介单号 序号 id',
    ),
    column(
      'received_at',
      '接收时间',
      'moment',
      'value',
      '2026-10-03 08:12:30',
      '收到时间 时间 转介时间 推荐时间 介绍时间 登记时间 上报时间 报备时间',
    ),
    column('channel', '渠道', 'channel', null, 'wechat', '通道 来源 途径 方式'),
    column(
      'introducer_no',
      '介绍人编号',
      'identifier',
      'column',
      'J0001',
      '推荐人编号 转介人编号 介绍人代码 介绍人工号 介绍人 推荐人 转介人',
    ),
    column('patient_name', '姓名', 'name', 'column', '张小明', patientNameAliases),
    column('sex', '性别', 'sex', 'column', '男', sexAliases),
    column('age', '年龄', 'age', null, '58', '岁数 患者年龄'),
    column('phone', '电话', 'phone', null, '13800001234', phoneAliases),
    column('disease', '病种', 'text', 'column', '股骨颈骨折', '疾病 病情 诊断 疾病名称 初步诊断 症状 病名', 500),
    column('department', '科室', 'name', null, '骨科', '意向科室 就诊科室 拟就诊科室 科室名称 转往科室'),
    column('accompanied', '陪同', 'boolean', null, '0', '是否陪同 陪送 是否陪送 护送'),
  ],
};
