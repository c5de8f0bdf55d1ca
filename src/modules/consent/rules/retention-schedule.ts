/** What is done when the period is over. `keep`: only time and law decide elsewhere; shown so that nothing is missing. */
export type RetentionAction = 'delete' | 'anonymise' | 'keep';

export interface RetentionCategory {
  readonly category: string;
  readonly months: number;
  /** By law or evidence it may not be shorter; null: free. */
  readonly monthsMin: number | null;
  readonly action: RetentionAction;
  readonly legalBasis: string;
  /** Removed by this schedule; else by the module that owns it, or kept. */
  readonly isRunHere: boolean;
}

/** The built-in schedule (policy pack C.4). A hospital changes periods, not what law demands. */
export const retentionSchedule: readonly RetentionCategory[] = [
  {
    category: 'medical-records',
    months: 360,
    monthsMin: 180,
    action: 'keep',
    legalBasis: '医疗机构病历管理规定（门急诊 ≥ 15 年，住院 ≥ 30 年）；由病历系统保管',
    isRunHere: false,
  },
  {
    category: 'consent-evidence',
    months: 36,
    monthsMin: 36,
    action: 'delete',
    legalBasis: '关系结束后 3 年（举证需要）：同意已撤回或到期、此后再无往来的扫描件、录音编号与签署人',
    isRunHere: true,
  },
  {
    category: 'preferences',
    months: 24,
    monthsMin: null,
    action: 'delete',
    legalBasis: '个人信息保护法 19、47：无有效同意且 24 个月没有变动的偏好',
    isRunHere: true,
  },
  {
    category: 'rights-requests',
    months: 36,
    monthsMin: 36,
    action: 'anonymise',
    legalBasis: '处理记录至少 3 年（个人信息保护法 56）；之后去掉申请内容与申请人姓名',
    isRunHere: true,
  },
  {
    category: 'personal-links',
    months: 3,
    monthsMin: null,
    action: 'delete',
    legalBasis: '最短必要期限（个人信息保护法 19）：过期或作废的个人链接',
    isRunHere: true,
  },
  {
    category: 'produced-files',
    months: 1,
    monthsMin: null,
    action: 'delete',
    legalBasis: '最短必要期限：为权利请求和去标识导出生成的文件，到期即删',
    isRunHere: true,
  },
  {
    category: 'exports',
    months: 36,
    monthsMin: 36,
    action: 'keep',
    legalBasis: '对外提供与委托处理记录至少 3 年（网络数据安全管理条例 12）',
    isRunHere: false,
  },
  {
    category: 'unmatched-referrals',
    months: 2,
    monthsMin: null,
    action: 'anonymise',
    legalBasis: '目的无法实现（个人信息保护法 47）：60 天内没有对应就诊的转介，由转介模块每小时处理',
    isRunHere: false,
  },
  {
    category: 'audit-log',
    months: 36,
    monthsMin: 6,
    action: 'keep',
    legalBasis: '网络安全法 23：日志至少 6 个月；审计链不可删改',
    isRunHere: false,
  },
];

/** The schedule with what the hospital changed. */
export function scheduleOf(
  changed: readonly {
    readonly category: string;
    readonly months: number;
    readonly changedByName: string;
    readonly changedAt: number;
  }[],
): (RetentionCategory & { readonly changedByName: string | null; readonly changedAt: number | null })[] {
  return retentionSchedule.map((one) => {
    const own = changed.find((change) => change.category === one.category);
    return {
      ...one,
      months: own?.months ?? one.months,
      changedByName: own?.changedByName ?? null,
      changedAt: own?.changedAt ?? null,
    };
  });
}
