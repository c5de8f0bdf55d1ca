import type { FailureCatalogue } from '#kernel/failure.ts';

export const failures: FailureCatalogue = {
  'fhir.no-fhir': {
    kind: 'invalid',
    zh: '这个文件里没有 FHIR 资源',
    en: 'This file holds no FHIR resources',
    remedyZh: '请上传 FHIR R4 的 NDJSON 文件（每行一个资源）或 Bundle；没有读入任何内容。',
    remedyEn: 'Upload FHIR R4 as NDJSON (a resource a line) or as a Bundle; nothing was read.',
  },
  'fhir.bundle-too-big': {
    kind: 'too-large',
    zh: 'Bundle 太大，不能作为一个文本读入',
    en: 'The Bundle is too big to be read as one text',
    remedyZh: '请改用 NDJSON 导出，或把 Bundle 拆成每个不超过 64 MB 的文件。',
    remedyEn: 'Export as NDJSON, or split the Bundle into files of at most 64 MB.',
  },
  'fhir.file-gone': {
    kind: 'conflict',
    zh: '上传的文件已被清理',
    en: 'The uploaded file is gone',
    remedyZh: '请重新上传；已读入的资源不会重复。',
    remedyEn: 'Upload it again; resources that were read are not read twice.',
  },
};
