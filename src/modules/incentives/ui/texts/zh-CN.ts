import { zhForm } from './zh-form.ts';
import { zhPlans } from './zh-plans.ts';
import { zhSettlements } from './zh-settlements.ts';

export const zhCN = { ...zhPlans, ...zhSettlements, ...zhForm };
