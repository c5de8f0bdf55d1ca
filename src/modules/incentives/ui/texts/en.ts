import { enPlans } from './en-plans.ts';
import { enSettlements } from './en-settlements.ts';
import type { zhCN } from './zh-CN.ts';
import type { zhForm } from './zh-form.ts';

const enForm: typeof zhForm = {
  form: {
    cash: 'Cash',
    coupon: 'Coupon',
    points: 'Points',
    waiver: 'Waiver',
    reimbursement: 'Reimbursement',
    when: 'When',
    pays: 'Pays',
    payee: 'To whom',
    form: 'Form',
    trigger: 'For',
    triggerHelp: 'Clearance goes by payee × trigger × form',
    scope: 'Unit',
    limits: 'Limits',
    perCase: { minFen: 'Least per case', maxFen: 'Most per case' },
    perPayeeMonth: { minFen: 'Least per payee and month', maxFen: 'Most per payee and month' },
    name: 'Title and order',
    titleZh: 'Chinese title',
    titleEn: 'English title',
    id: 'Rule id',
    idHelp: 'Stands on lines and in exports',
    group: 'Group',
    groupHelp: 'Of a group only the first rule that fits counts',
    priority: 'Priority (optional)',
    priorityHelp: 'Smaller first; empty: the order of the list',
  },
};

export const en: typeof zhCN = { ...enPlans, ...enSettlements, ...enForm };
