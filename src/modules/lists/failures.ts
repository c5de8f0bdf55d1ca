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
};
