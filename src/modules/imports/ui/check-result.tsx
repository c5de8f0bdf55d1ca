import { Button } from 'antd';
import { type ImportRun, previewImport, startImport } from '#modules/imports/contract.ts';
import { useCommand, useRead } from '#web/api/index.ts';
import { useText } from '#web/i18n.ts';
import { ProblemNote, Section, useGo } from '#web/kit/index.ts';
import { Counts } from './counts.tsx';
import { RejectedRows } from './rejected-rows.tsx';
import { counted } from './words.ts';

/** What the dry run found, and the step that stores it. */
export function CheckResult({ run, onBegun, onRemap }: { run: ImportRun; onBegun: () => void; onRemap: () => void }) {
  const t = useText('imports');
  const go = useGo();
  const preview = useRead(previewImport, {
    params: { runId: run.runId },
    query: { encoding: run.encoding, ...(run.sheet ? { sheet: run.sheet } : {}) },
  });
  const start = useCommand(startImport, { onDone: onBegun, invalidates: [] });
  const good = run.rowsRead - run.rowsRejected;
  const changes = run.rowsNew + run.rowsChanged;
  const begin = () =>
    preview.data &&
    start.run({
      params: { runId: run.runId },
      body: { mapping: preview.data.mapping, encoding: run.encoding, sheet: run.sheet },
    });
  return (
    <>
      <Section title={t('check.title')}>
        <p className="rm-import-verdict">
          {verdictOf(run, t)} <span className="rm-soft">{t('check.text')}</span>
        </p>
        <Counts run={run} />
        <ProblemNote problem={preview.error ?? start.problem} />
        <div className="rm-import-foot">
          {preview.error ? (
            <Button type="primary" onClick={() => go(`/settings/imports/new?kind=${run.kind}`)}>
              {t('run.other')}
            </Button>
          ) : (
            <>
              {good > 0 && (
                <Button
                  type={changes > 0 ? 'primary' : 'default'}
                  loading={start.isRunning}
                  disabled={!preview.data}
                  onClick={begin}
                >
                  {changes > 0 ? t('check.import', { count: counted(good) }) : t('check.importAnyway')}
                </Button>
              )}
              <Button onClick={onRemap}>{t('check.change')}</Button>
              <Button type="text" onClick={() => go(`/settings/imports/new?kind=${run.kind}`)}>
                {t('run.other')}
              </Button>
            </>
          )}
        </div>
      </Section>
      {run.rowsRejected > 0 && <RejectedRows run={run} />}
    </>
  );
}

function verdictOf(run: ImportRun, t: (key: string, values?: Record<string, unknown>) => string): string {
  const good = run.rowsRead - run.rowsRejected;
  if (run.rowsRead === 0) return t('check.empty');
  if (good === 0) return t('check.none');
  if (run.rowsRejected > 0) return t('check.some', { good: counted(good), bad: counted(run.rowsRejected) });
  return run.rowsNew + run.rowsChanged === 0 ? t('check.same') : t('check.clean', { count: counted(good) });
}
