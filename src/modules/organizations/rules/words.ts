import type { OrganizationKind, Stage } from '../contract/common.ts';

/** What exports call kinds and stages; pages have their own words in both languages. */
export const kindWords: Readonly<Record<OrganizationKind, string>> = {
  enterprise: '企业',
  school: '学校',
  community: '社区居委会',
  village: '村',
  government: '机关',
  insurer: '保险公司',
  pharmacy: '药店',
  clinic: '诊所卫生室',
  township_hospital: '乡镇卫生院',
  community_health_centre: '社区卫生服务中心',
  hospital: '医院',
  pharmaceutical: '医药企业',
  media: '媒体',
  health_platform: '健康平台',
};

export const stageWords: Readonly<Record<Stage, string>> = {
  lead: '线索',
  visited: '已走访',
  proposal: '方案',
  contract: '签约',
  active: '合作中',
  renewal: '续约',
  lost: '流失',
};
