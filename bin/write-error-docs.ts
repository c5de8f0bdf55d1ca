/** Writes docs/errors.md from the failure catalogues of all modules: `node bin/write-error-docs.ts`. */
import { writeFileSync } from 'node:fs';
import { errorDocs } from '#app/error-docs.ts';

writeFileSync(new URL('../docs/errors.md', import.meta.url), errorDocs());
