import { Steps } from 'antd';
import type { ImportRun } from '#modules/imports/contract.ts';
import { useText } from '#web/i18n.ts';
import { usePhone } from '#web/kit/index.ts';

const stepOf: Readonly<Record<ImportRun['state'], number>> = {
  uploaded: 1,
  failed: 1,
  cancelled: 1,
  interrupted: 0,
  checking: 2,
  checked: 2,
  running: 3,
  done: 4,
  undone: 4,
};

/** Where an import stands; null: before there is a file. */
export function RunSteps({ state }: { state: ImportRun['state'] | null }) {
  const t = useText('imports');
  const phone = usePhone();
  return (
    <Steps
      size="small"
      current={state === null ? 0 : stepOf[state]}
      status={state === 'failed' ? 'error' : 'process'}
      items={['file', 'columns', 'check', 'import'].map((key) => ({ title: t(`run.steps.${key}`) }))}
      responsive={false}
      {...(phone ? { titlePlacement: 'vertical' as const } : {})}
      className="rm-import-steps"
    />
  );
}
