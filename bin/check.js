// `npm test`: the one list of checks, in the order in which they fail fastest. CI runs the same.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const projectDir = dirname(dirname(fileURLToPath(import.meta.url)));
const bin = (name) => join(projectDir, 'node_modules', '.bin', name);
const steps = [
  ['format and lint', bin('biome'), ['check', '--error-on-warnings', '.']],
  ['types', bin('tsc'), ['--noEmit']],
  ['direction', bin('depcruise'), ['--config', '.dependency-cruiser.cjs', '--output-type', 'err', 'src']],
  ['pages', process.execPath, [join(projectDir, 'bin', 'prepare.js'), '--pages']],
  ['tests', bin('vitest'), ['run']],
];

const only = process.argv.slice(2);
for (const [name, command, args] of steps) {
  if (only.length > 0 && !only.includes(name)) continue;
  const started = Date.now();
  process.stdout.write(`── ${name}\n`);
  const { status } = spawnSync(command, args, {
    cwd: projectDir,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (status !== 0) {
    process.stdout.write(`── ${name}: failed\n`);
    process.exit(status ?? 1);
  }
  process.stdout.write(`── ${name}: ok, ${((Date.now() - started) / 1000).toFixed(1)} s\n`);
}
