import type { FailureCatalogue } from '#kernel/failure.ts';

export const failures: FailureCatalogue = {
  'policy.pack-invalid': {
    kind: 'unavailable',
    zh: '政策包有误，不能使用：{{where}}，{{problem}}',
    en: 'The policy pack cannot be used: {{where}}, {{problem}}',
    remedyZh: '请恢复 policy 文件夹中的原文件，或按提示改正后重新启动。',
    remedyEn: 'Restore the files of the folder `policy`, or correct the place named and start again.',
  },
};
