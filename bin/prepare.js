// Runs before npm scripts, possibly on the host's older Node: plain JavaScript, no dependencies.
// Installs what package-lock.json asks for when it is not there yet, and builds the pages when their sources changed.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const projectDir = dirname(dirname(fileURLToPath(import.meta.url)));
const quiet = process.argv.includes('--quiet');
const say = (text) => quiet || process.stderr.write(`${text}\n`);

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19))
  fail(`Renmai needs Node 20.19 or newer to start; this is ${process.versions.node}.`);

install();
if (process.argv.includes('--pages')) buildPages();

function install() {
  const lock = readFileSync(join(projectDir, 'package-lock.json'));
  const wanted = createHash('sha256').update(lock).digest('hex');
  const marker = join(projectDir, 'node_modules', '.renmai-installed');
  if (existsSync(marker) && readFileSync(marker, 'utf8') === wanted) return;
  // A linked folder belongs to another checkout: installing would change it there.
  if (lstatSync(join(projectDir, 'node_modules'), { throwIfNoEntry: false })?.isSymbolicLink()) return;
  say('[1/3] 正在安装依赖（首次约半分钟） · installing packages (half a minute the first time) …');
  // Not `npm ci`: it refuses a lock file made where a registry lacks some other platform's optional binary.
  run('npm', ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error']);
  writeFileSync(marker, wanted);
}

function buildPages() {
  const sources = createHash('sha256');
  for (const file of pageSources()) sources.update(file).update(readFileSync(join(projectDir, file)));
  const wanted = sources.digest('hex');
  const marker = join(projectDir, 'dist', 'web', '.built-from');
  if (existsSync(marker) && readFileSync(marker, 'utf8') === wanted) return;
  say('[2/3] 正在生成页面（约二十秒） · building the pages (about twenty seconds) …');
  run(join(projectDir, 'node_modules', '.bin', 'node'), [
    join(projectDir, 'node_modules', 'vite', 'bin', 'vite.js'),
    'build',
    '--logLevel',
    'error',
  ]);
  mkdirSync(dirname(marker), { recursive: true });
  writeFileSync(marker, wanted);
}

/** Everything a page can import: the web's own folder, the kernel, contracts and pages of the modules. */
function pageSources() {
  const found = ['package-lock.json', 'vite.config.ts'];
  const walk = (folder) => {
    for (const entry of readdirSync(join(projectDir, folder)).sort()) {
      const path = `${folder}/${entry}`;
      if (statSync(join(projectDir, path)).isDirectory()) walk(path);
      else if (!/\.test\.tsx?$/.test(entry)) found.push(path);
    }
  };
  for (const folder of ['src/web', 'src/kernel', 'src/modules']) walk(folder);
  return found;
}

function run(command, args) {
  // Children write to standard error: standard output belongs to the command's result.
  const { status } = spawnSync(command, args, {
    cwd: projectDir,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (status !== 0) fail(`${[command, ...args].join(' ')} failed; see above.`);
}

function fail(text) {
  process.stderr.write(`${text}\n`);
  process.exit(1);
}
