import { expect, test } from 'vitest';
import { traceSteps } from './trace-steps.ts';

test('the sum of a base becomes a table, the rest stays as said', () => {
  const steps = traceSteps([
    'A4-ortho 不适用：要求科室类别为骨科，实际科室类别为外科',
    '适用 A2-surgery（外科手术）：就诊类型为住院',
    '转诊业务费基数 = 药品 ¥1,200.00 × 100 % + 植入材料 ¥10,000.50 × 30 % + 优惠减免 -¥20.00 × 100 % = ¥4,180.15',
    '× (10 % + 5 %)，四舍五入到分 = ¥627.02',
    '每例上限 ¥1,000.00：未超过',
    '金额 ¥627.02',
  ]);
  expect(steps.map((step) => step.kind)).toEqual(['tried', 'applied', 'base', 'amount', 'amount', 'result']);
  expect(steps[2]).toEqual({
    kind: 'base',
    title: '转诊业务费基数',
    terms: [
      { name: '药品', amount: '¥1,200.00', weight: '100 %' },
      { name: '植入材料', amount: '¥10,000.50', weight: '30 %' },
      { name: '优惠减免', amount: '-¥20.00', weight: '100 %' },
    ],
    sum: '¥4,180.15',
  });
});

test('an English trace is sorted the same way', () => {
  const steps = traceSteps([
    'A4-ortho does not apply: needs department group is orthopaedics, found department group: surgery',
    'A2-surgery (surgery) applies: episode kind is inpatient',
    'transfer base = drugs ¥1,200.00 × 100 % = ¥1,200.00',
    'amount ¥120.00',
  ]);
  expect(steps.map((step) => step.kind)).toEqual(['tried', 'applied', 'base', 'result']);
});

test('words it does not know are kept as a sentence', () => {
  expect(traceSteps(['须院长事先批准 = 见附件'])).toEqual([{ kind: 'amount', text: '须院长事先批准 = 见附件' }]);
});
