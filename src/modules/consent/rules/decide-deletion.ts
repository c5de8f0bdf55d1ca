/** What a request to delete comes to, part by part: what goes, what is only kept locked, and by which law. */
export interface DeletionPart {
  readonly category: string;
  readonly outcome: 'deleted' | 'restricted' | 'kept';
  readonly because: string;
}

/**
 * Deletion where nothing stands against it, restriction where law wants the data kept (PIPL 47: then only storage and protection). The hospital's
 * own copies of medical data are not removed as long as there is a visit whose record must be kept.
 */
export function decideDeletion(facts: { readonly visits: number; readonly openStandings: number }): DeletionPart[] {
  const identity: DeletionPart =
    facts.visits > 0
      ? {
          category: 'medical-records',
          outcome: 'restricted',
          because: '有就诊记录：病历依法保存 15 年（门急诊）或 30 年（住院），期间只存储和保护，不再用于联系与分析',
        }
      : {
          category: 'identity',
          outcome: 'restricted',
          because: '没有就诊记录：停止一切使用，身份资料按保存期限计划由客户档案清理',
        };
  return [
    identity,
    { category: 'preferences', outcome: 'deleted', because: '不再需要' },
    { category: 'personal-links', outcome: 'deleted', because: '不再需要' },
    {
      category: 'consents',
      outcome: 'kept',
      because: `同意全部撤回${facts.openStandings > 0 ? `（${facts.openStandings} 项）` : ''}；证据保存 3 年备查`,
    },
  ];
}
