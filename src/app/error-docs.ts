import type { FailureCatalogue } from '#kernel/failure.ts';
import { platformFailures, statusOf } from '#platform/http/failures.ts';
import { modules } from './modules.ts';

/** Every failure the product may answer, by code. */
export function allFailures(): FailureCatalogue {
  return Object.assign({}, platformFailures, ...modules.map((module) => module.failures ?? {}));
}

/** docs/errors.md: one heading per code, so that the `type` of a problem leads to it. */
export function errorDocs(failures: FailureCatalogue = allFailures()): string {
  const codes = Object.keys(failures).sort();
  const groups = [...new Set(codes.map((code) => code.split('.')[0]!))];
  const parts = [
    '# Errors\n',
    'Answers that are not 2xx are problem details (RFC 9457): `code` is stable, `title` says what happened and `detail` what to do,',
    'in the language of `accept-language` (zh-CN or en). `{{fact}}` is filled from `facts`.',
    'Written by `node bin/write-error-docs.ts` from the modules’ catalogues; do not edit.\n',
  ];
  for (const group of groups) {
    parts.push(`## ${group}\n`);
    for (const code of codes.filter((one) => one.startsWith(`${group}.`))) {
      const { kind, zh, en, remedyZh, remedyEn } = failures[code]!;
      parts.push(`### ${code}\n`, `${statusOf[kind]} ${kind}\n`, `- ${en}. ${remedyEn}`, `- ${zh}。${remedyZh}\n`);
    }
  }
  return `${parts.join('\n').trimEnd()}\n`;
}
