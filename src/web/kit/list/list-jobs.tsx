import { useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input, Modal, Select } from 'antd';
import { type ReactNode, useState } from 'react';
import type { RouteContract } from '#kernel/route.ts';
import {
  downloadExport,
  readBulkRun,
  type Selection,
  startBulkRun,
  startExport,
  undoBulkRun,
} from '#modules/lists/contract/index.ts';
import { fileAddress } from '#web/api/client.ts';
import { refresh, useCommand, useRead } from '#web/api/hooks.ts';
import { useText } from '#web/i18n.ts';
import { JobProgress } from '../job-progress.tsx';
import { ProblemNote } from '../states.tsx';
import type { ListSelection } from './list-state.ts';
import type { BulkAction, ListAction } from './types.ts';

interface Asked {
  readonly action: ListAction;
  readonly selection: ListSelection;
  readonly settle: (isStarted: boolean) => void;
}

type Running =
  | { readonly kind: 'bulk'; readonly runId: string; readonly jobId: string }
  | { readonly kind: 'export'; readonly exportId: string; readonly jobId: string };

interface Given {
  readonly listId: string;
  readonly route: RouteContract;
  readonly actions: readonly ListAction[];
  /** Filters of the page itself, besides the reader's. */
  readonly fixedFilter: readonly string[];
  readonly sort: string;
  readonly columns: readonly string[];
}

/** Bulk actions and exports of a list: asks what an action needs, starts its job, shows progress, offers to take it back. */
export function useListJobs(given: Given): {
  bulk: BulkAction[];
  exportAs: (format: 'xlsx' | 'csv', selection: ListSelection) => Promise<unknown>;
  dialogs: ReactNode;
} {
  const [asked, setAsked] = useState<Asked | null>(null);
  const [running, setRunning] = useState<Running | null>(null);
  const start = useCommand(startBulkRun);
  const write = useCommand(startExport);
  const bulk = given.actions.map((action) => ({
    key: action.label,
    label: action.label,
    icon: action.icon,
    danger: action.danger === true,
    // Closing the question without an answer leaves the selection as it was.
    run: (selection: ListSelection) =>
      new Promise<void>((done, fail) => {
        setAsked({ action, selection, settle: (isStarted) => (isStarted ? done() : fail(new Error('not started'))) });
      }),
  }));
  const close = (isStarted: boolean) => {
    asked?.settle(isStarted);
    setAsked(null);
    start.reset();
  };
  const begin = async (input: Record<string, unknown>) => {
    if (!asked) return;
    const selection = selectionOf(asked.selection, given.fixedFilter);
    const run = await start.run({ body: { list: given.listId, action: asked.action.action, selection, input } });
    if (!run) return;
    close(true);
    setRunning({ kind: 'bulk', runId: run.runId, jobId: run.jobId });
  };
  const exportAs = async (format: 'xlsx' | 'csv', selection: ListSelection) => {
    const { listId: list, columns, sort } = given;
    const body = { list, format, columns: [...columns], selection: selectionOf(selection, given.fixedFilter) };
    const made = await write.run({ body: { ...body, ...(sort ? { sort } : {}) } });
    if (made) setRunning({ kind: 'export', exportId: made.exportId, jobId: made.jobId });
  };
  const dialogs = (
    <>
      <Modal
        open={asked !== null}
        title={asked?.action.label}
        footer={null}
        width={420}
        onCancel={() => close(false)}
        destroyOnHidden
      >
        {asked && <Question asked={asked} isStarting={start.isRunning} onStart={begin} />}
        <ProblemNote problem={start.problem} />
      </Modal>
      <RunningJob running={running} route={given.route} onClose={() => setRunning(null)} onNext={setRunning} />
      <ProblemNote problem={write.problem} />
    </>
  );
  return { bulk, exportAs, dialogs };
}

function Question(props: {
  asked: Asked;
  isStarting: boolean;
  onStart: (input: Record<string, unknown>) => Promise<void>;
}) {
  const t = useText('kit');
  const { action, selection } = props.asked;
  const count = selection.count.toLocaleString('en-US');
  const isAbout = selection.kind === 'all' && !selection.countIsExact;
  return (
    <Form
      layout="vertical"
      onFinish={(values: Record<string, unknown>) => void props.onStart({ ...action.input, ...values })}
    >
      <p>{t(isAbout ? 'bulk.aboutToAbout' : 'bulk.aboutTo', { count })}</p>
      {(action.fields ?? []).map((field) => (
        <Form.Item
          key={field.name}
          name={field.name}
          label={field.label}
          rules={field.optional ? [] : [{ required: true, whitespace: true, message: t('bulk.needed') }]}
        >
          {field.options ? <Select options={[...field.options]} /> : <Input maxLength={field.charactersMax ?? 40} />}
        </Form.Item>
      ))}
      <Button type="primary" htmlType="submit" block loading={props.isStarting} danger={action.danger === true}>
        {t('bulk.start')}
      </Button>
    </Form>
  );
}

function RunningJob(props: {
  running: Running | null;
  route: RouteContract;
  onClose: () => void;
  onNext: (running: Running) => void;
}) {
  const t = useText('kit');
  const { running, onClose } = props;
  const title = running?.kind === 'export' ? t('export.title') : t('bulk.title');
  return (
    <Modal open={running !== null} title={title} footer={null} width={420} onCancel={onClose} destroyOnHidden>
      {running?.kind === 'bulk' && <BulkProgress key={running.runId} {...props} running={running} />}
      {running?.kind === 'export' && <ExportProgress key={running.exportId} running={running} onClose={onClose} />}
    </Modal>
  );
}

function BulkProgress(props: {
  running: Extract<Running, { kind: 'bulk' }>;
  route: RouteContract;
  onClose: () => void;
  onNext: (running: Running) => void;
}) {
  const t = useText('kit');
  const { runId, jobId } = props.running;
  const [isOver, setOver] = useState(false);
  const run = useRead(readBulkRun, { params: { runId } }, { enabled: isOver, staleMs: 0 });
  const undo = useCommand(undoBulkRun, { invalidates: [readBulkRun, props.route] });
  const client = useQueryClient();
  const count = (rows: number) => rows.toLocaleString('en-US');
  const end = () => {
    setOver(true);
    refresh(client, [props.route]);
  };
  const isCut = run.data?.state === 'cancelled';
  return (
    <>
      <JobProgress jobId={jobId} onEnd={end} onBackground={props.onClose} />
      {isOver && run.data && (
        <p role="status">
          {t(isCut ? 'bulk.cut' : 'bulk.done', { changed: count(run.data.changed), skipped: count(run.data.skipped) })}
        </p>
      )}
      <ProblemNote problem={undo.problem} />
      {isOver && (
        <div className="rm-job-actions">
          {run.data?.canUndo && (
            <Button
              loading={undo.isRunning}
              onClick={async () => {
                const next = await undo.run({ params: { runId } });
                if (next) props.onNext({ kind: 'bulk', runId: next.runId, jobId: next.jobId });
              }}
            >
              {t('undo.take')}
            </Button>
          )}
          <Button type="primary" onClick={props.onClose}>
            {t('bulk.close')}
          </Button>
        </div>
      )}
    </>
  );
}

function ExportProgress({ running, onClose }: { running: Extract<Running, { kind: 'export' }>; onClose: () => void }) {
  const t = useText('kit');
  const [isReady, setReady] = useState(false);
  const { exportId, jobId } = running;
  return (
    <>
      <JobProgress jobId={jobId} onEnd={(job) => setReady(job.state === 'done')} onBackground={onClose} />
      {isReady && (
        <>
          <p>{t('export.ready')}</p>
          <Button type="primary" block href={fileAddress(downloadExport, { params: { exportId } })} onClick={onClose}>
            {t('export.download')}
          </Button>
        </>
      )}
    </>
  );
}

function selectionOf(selection: ListSelection, fixedFilter: readonly string[]): Selection {
  if (selection.kind === 'rows') return { kind: 'rows', ids: [...selection.ids] };
  const { q, filter = [] } = selection.query;
  return {
    kind: 'all',
    ...(q ? { q } : {}),
    filter: [...fixedFilter, ...filter],
    except: [...selection.except],
  };
}
