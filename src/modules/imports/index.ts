export { readEncoding } from './actions.ts';
export { importFile } from './import-file.ts';
export { importsModule } from './parts.ts';
export { explainProblem } from './rules/explain-problems.ts';
export { type ImportKind, importKinds } from './rules/rows.ts';
