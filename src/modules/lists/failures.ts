import type { FailureCatalogue } from '#kernel/failure.ts';

export const failures: FailureCatalogue = {
  'lists.view-name-taken': {
    kind: 'conflict',
    zh: '已有同名视图“{{name}}”',
    en: 'You already have a view named “{{name}}”',
    remedyZh: '请换一个名称，或更新原来的视图。',
    remedyEn: 'Choose another name, or update the existing view.',
  },
  'lists.too-many-views': {
    kind: 'refused',
    zh: '每个列表最多保存 {{viewsMax}} 个视图',
    en: 'At most {{viewsMax}} views can be saved for a list',
    remedyZh: '请先删除不再使用的视图。',
    remedyEn: 'Remove views that are no longer used.',
  },
  'lists.not-your-team': {
    kind: 'forbidden',
    zh: '只能与自己所在的岗位共享视图',
    en: 'A view can only be shared with a team of your own',
    remedyZh: '请选择您自己的岗位，或改为仅自己可见。',
    remedyEn: 'Choose a role of yours, or keep the view to yourself.',
  },
  'lists.not-your-view': {
    kind: 'forbidden',
    zh: '只有创建人可以修改这个视图',
    en: 'Only its owner can change this view',
    remedyZh: '可将当前筛选另存为自己的视图。',
    remedyEn: 'Save the filter as a view of your own instead.',
  },
  'lists.undo-too-late': {
    kind: 'conflict',
    zh: '已超过可撤销的时间（{{minutes}} 分钟）',
    en: 'It can no longer be undone (after {{minutes}} minutes)',
    remedyZh: '请手工改回。',
    remedyEn: 'Change it back by hand.',
  },
  'lists.bad-input': {
    kind: 'invalid',
    zh: '批量操作的内容不完整或不正确',
    en: 'What the action needs is missing or wrong',
    remedyZh: '请检查填写的内容后重试。',
    remedyEn: 'Check what you filled in and try again.',
  },
  'lists.not-undoable': {
    kind: 'refused',
    zh: '这项操作不能撤销，或已经撤销',
    en: 'This action cannot be undone, or has been',
    remedyZh: '如有需要，请手工改回。',
    remedyEn: 'Change it back by hand if needed.',
  },
  'lists.still-running': {
    kind: 'conflict',
    zh: '操作还在进行',
    en: 'The action is still running',
    remedyZh: '请先停止，或等它完成后再撤销。',
    remedyEn: 'Stop it or wait for its end, then undo.',
  },
  'lists.too-many-rows': {
    kind: 'refused',
    zh: '一次最多导出 {{rowsMax}} 行',
    en: 'At most {{rowsMax}} rows can be exported at once',
    remedyZh: '请缩小筛选范围，分几次导出。',
    remedyEn: 'Narrow the filter and export in several files.',
  },
  'lists.requester-gone': {
    kind: 'forbidden',
    zh: '申请人的账号已停用或权限已变更',
    en: 'The requester’s account or rights have changed',
    remedyZh: '请由有权限的人重新发起。',
    remedyEn: 'Let somebody with the right start it again.',
  },
};
