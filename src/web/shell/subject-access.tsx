import { App, Button, Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { breakGlass, endGlass, listHeldGlasses, listSubjectReads } from '#modules/staff/contract-access.ts';
import { useCommand, useRead } from '#web/api/hooks.ts';
import { useText } from '#web/i18n.ts';
import { ErrorState, PageSkeleton, ProblemNote, Section, When } from '#web/kit/index.ts';
import { useMay } from './session.tsx';

interface Subject {
  readonly kind: 'patient' | 'record' | 'episode' | 'referral';
  readonly id: string;
}

/** On the page of one patient, episode or referral: breaking the glass, and who looked. Shows nothing to whoever may do neither. */
export function SubjectAccess({ subject }: { subject: Subject }) {
  const mayBreak = useMay('glass.break');
  const mayTrace = useMay('access.trace');
  return (
    <>
      {mayBreak && <GlassButton subject={subject} />}
      {mayTrace && <SubjectReads subject={subject} />}
    </>
  );
}

/** Asks for half an hour of full sight of one subject. */
export function GlassButton({ subject, onOpened }: { subject: Subject; onOpened?: () => void }) {
  const t = useText('shell');
  const { message } = App.useApp();
  const [isAsking, setAsking] = useState(false);
  const [form] = Form.useForm<{ reason: string }>();
  const held = useRead(listHeldGlasses);
  const mine = held.data?.items.find((one) => one.subjectKind === subject.kind && one.subjectId === subject.id);
  const begin = useCommand(breakGlass, {
    onDone: () => {
      message.success(t('glass.opened'));
      setAsking(false);
      form.resetFields();
      onOpened?.();
    },
  });
  const end = useCommand(endGlass, { onDone: () => message.success(t('glass.ended')) });
  if (mine)
    return (
      <p className="rm-note rm-note-waiting">
        {t('glass.until')} <When at={mine.endsAt} full />{' '}
        <Button size="small" onClick={() => void end.run({ params: { glassId: mine.id } })}>
          {t('glass.end')}
        </Button>
      </p>
    );
  return (
    <>
      <Button size="small" onClick={() => setAsking(true)}>
        {t('glass.ask')}
      </Button>
      <Modal
        open={isAsking}
        title={t('glass.ask')}
        okText={t('glass.confirm')}
        confirmLoading={begin.isRunning}
        onOk={() => form.submit()}
        onCancel={() => setAsking(false)}
        destroyOnHidden
      >
        <p className="rm-note rm-note-waiting">{t('glass.warning')}</p>
        <ProblemNote problem={begin.problem} />
        <Form
          form={form}
          layout="vertical"
          requiredMark={false}
          onFinish={({ reason }) =>
            void begin.run({ body: { subjectKind: subject.kind, subjectId: subject.id, reason } })
          }
        >
          <Form.Item
            name="reason"
            label={t('glass.reason')}
            rules={[{ required: true, whitespace: true, min: 10, message: t('glass.reasonHelp') }]}
          >
            <Input.TextArea autoSize={{ minRows: 2, maxRows: 5 }} maxLength={500} showCount />
          </Form.Item>
        </Form>
      </Modal>
    </>
  );
}

function SubjectReads({ subject }: { subject: Subject }) {
  const t = useText('shell');
  const [isOpen, setOpen] = useState(false);
  return (
    <Section
      title={t('reads.title')}
      extra={
        !isOpen && (
          <Button size="small" onClick={() => setOpen(true)}>
            {t('reads.show')}
          </Button>
        )
      }
    >
      {isOpen ? <Reads subject={subject} /> : <p className="rm-faint">{t('reads.meaning')}</p>}
    </Section>
  );
}

function Reads({ subject }: { subject: Subject }) {
  const t = useText('shell');
  const reads = useRead(listSubjectReads, { query: { kind: subject.kind, id: subject.id } });
  if (reads.error) return <ErrorState error={reads.error} onRetry={() => void reads.refetch()} />;
  if (!reads.data) return <PageSkeleton rows={2} />;
  if (reads.data.items.length === 0) return <p className="rm-faint">{t('reads.none')}</p>;
  const word = (action: string) => t(`reads.action.${deedOf(action)}`);
  return (
    <ul style={{ listStyle: 'none', padding: 0, margin: 0 }}>
      {reads.data.items.map((one) => (
        <li key={one.seq} style={{ paddingBlock: 6, borderBlockEnd: '1px solid var(--rm-line)' }}>
          <strong>{one.actorName}</strong> {word(one.action)}
          {one.field && ` · ${one.field}`} · <When at={one.at} full />
          {one.reason && <div className="rm-soft">{one.reason}</div>}
        </li>
      ))}
    </ul>
  );
}

/** The few kinds of looking that are told apart here. */
function deedOf(action: string): string {
  if (action.startsWith('reveal.')) return 'revealed';
  if (action.startsWith('glass.')) return action.replace('.', '-');
  return action.endsWith('.exported') ? 'exported' : 'record-read';
}
