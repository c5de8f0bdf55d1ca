import { LeftOutlined } from '@ant-design/icons';
import { App, Button, Checkbox, Select } from 'antd';
import { useState } from 'react';
import { useCommand, useRead } from '#web/api/index.ts';
import {
  EmptyState,
  ErrorState,
  PageFrame,
  PageLink,
  PageSkeleton,
  ProblemNote,
  Section,
  useConfirmDanger,
} from '#web/kit/index.ts';
import {
  acceptProposals,
  listProposals,
  type OrganizationKind,
  organizationKinds,
  undoBatch,
} from '../contract/index.ts';
import { dash, useWords } from './words.tsx';

/** Units out of the institutions that introducers name: proposed, chosen, made at once, undone if wrong. */
export default function BatchPage() {
  const t = useWords();
  const { message } = App.useApp();
  const confirm = useConfirmDanger();
  const proposals = useRead(listProposals);
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [kinds, setKinds] = useState<Readonly<Record<string, OrganizationKind>>>({});
  const accept = useCommand(acceptProposals, {
    onDone: (answer) =>
      void message.success(
        answer.batchId ? t('batch.done', { created: answer.created, linked: answer.linked }) : t('batch.nothing'),
      ),
  });
  const undo = useCommand(undoBatch, {
    onDone: (answer) => void message.success(t('batch.undone', answer)),
    onRefused: (problem) => void message.error(problem.title),
  });
  if (proposals.error) return <ErrorState error={proposals.error} onRetry={() => void proposals.refetch()} />;
  if (!proposals.data) return <PageSkeleton />;
  const { items, lastBatch } = proposals.data;
  const chosen = items.filter((one) => !left.has(one.institution));
  const toggle = (institution: string) =>
    setLeft((before) => {
      const next = new Set(before);
      if (!next.delete(institution)) next.add(institution);
      return next;
    });
  const run = () =>
    accept.run({
      body: {
        items: chosen.map((one) => ({ institution: one.institution, kind: kinds[one.institution] ?? one.kind })),
      },
    });
  return (
    <PageFrame
      title={t('batch.title')}
      meaning={t('batch.meaning')}
      back={
        <PageLink to="/organizations">
          <LeftOutlined /> {t('title')}
        </PageLink>
      }
      action={
        items.length > 0 && (
          <Button type="primary" disabled={chosen.length === 0} loading={accept.isRunning} onClick={() => void run()}>
            {t('batch.accept', { count: chosen.length })}
          </Button>
        )
      }
    >
      <ProblemNote problem={accept.problem} />
      {lastBatch && (
        <Section>
          <div className="rm-org-buttons">
            <span>{t('batch.last', { name: lastBatch.madeByName, count: lastBatch.organizations })}</span>
            <Button
              danger
              size="small"
              onClick={() =>
                confirm({
                  title: t('batch.undoTitle'),
                  text: t('batch.undoText'),
                  ok: t('batch.undo'),
                  onConfirm: () => undo.run({ params: { batchId: lastBatch.batchId } }),
                })
              }
            >
              {t('batch.undo')}
            </Button>
          </div>
        </Section>
      )}
      {items.length === 0 ? (
        <EmptyState picture="done" title={t('batch.emptyTitle')} text={t('batch.emptyText')} />
      ) : (
        <Section>
          <div className="rm-org-scroll">
            <table className="rm-org-plain">
              <thead>
                <tr>
                  <th>{t('batch.institution')}</th>
                  <th>{t('batch.kind')}</th>
                  <th className="rm-org-number">{t('batch.introducers')}</th>
                  <th>{t('batch.township')}</th>
                  <th>{t('batch.fate')}</th>
                </tr>
              </thead>
              <tbody>
                {items.map((one) => (
                  <tr key={one.institution}>
                    <td>
                      <Checkbox checked={!left.has(one.institution)} onChange={() => toggle(one.institution)}>
                        {one.name}
                      </Checkbox>
                    </td>
                    <td>
                      <Select
                        size="small"
                        style={{ width: 160 }}
                        aria-label={`${one.name} ${t('batch.kind')}`}
                        disabled={one.organizationId !== null}
                        value={kinds[one.institution] ?? one.kind}
                        onChange={(kind) => setKinds((before) => ({ ...before, [one.institution]: kind }))}
                        options={organizationKinds.map((value) => ({ value, label: t(`kinds.${value}`) }))}
                      />
                    </td>
                    <td className="rm-org-number">{one.introducers}</td>
                    <td className="rm-number">{one.divisionCode ?? dash}</td>
                    <td>{t(one.organizationId ? 'batch.linkTo' : 'batch.create')}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </Section>
      )}
    </PageFrame>
  );
}
