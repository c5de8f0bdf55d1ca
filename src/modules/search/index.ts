export { searchModule } from './parts.ts';
export { prepared } from './prepared.ts';
export { afterPrefix, readQuery, type Wanted } from './rules/read-query.ts';
export { type Sounds, soundsOf } from './rules/sounds.ts';
export { searchAll } from './search.ts';
export type { Hit, SearchSource } from './source.ts';
