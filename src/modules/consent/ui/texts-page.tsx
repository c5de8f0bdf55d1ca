import { App, Button, Checkbox, Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { useCommand, useEvents, useRead } from '#web/api/index.ts';
import { useText } from '#web/i18n.ts';
import { ErrorState, PageSkeleton, ProblemNote, Section, StateTag, When } from '#web/kit/index.ts';
import { useMay } from '#web/shell/index.ts';
import { type ConsentKind, type ConsentTextInfo, consentKinds, listTexts, publishText } from '../contract/index.ts';
import './consent.css';
import { ConsentsFrame } from './consents-frame.tsx';

/** All texts with their versions; a new version follows the newest. */
export default function TextsPage() {
  const t = useText('consent');
  const mayPublish = useMay('consents.texts');
  const read = useRead(listTexts);
  useEvents(['consents'], undefined, { invalidates: [listTexts] });
  const [shown, setShown] = useState<ConsentTextInfo | null>(null);
  const [editing, setEditing] = useState<ConsentKind | null>(null);
  const newest = read.data?.items.find((text) => text.kind === editing);
  return (
    <ConsentsFrame tab="texts">
      {read.isError && !read.data && <ErrorState error={read.error} onRetry={() => void read.refetch()} />}
      {!read.data && !read.isError && <PageSkeleton rows={6} />}
      {read.data &&
        consentKinds.map((kind) => (
          <Section
            key={kind}
            title={t(`kind.${kind}`)}
            extra={
              mayPublish && (
                <Button size="small" onClick={() => setEditing(kind)}>
                  {t('textsPage.publish')}
                </Button>
              )
            }
          >
            <ul className="cs-kinds">
              {read.data.items
                .filter((text) => text.kind === kind)
                .map((text) => (
                  <li key={text.version}>
                    <strong>{t('panel.version', { version: text.version })}</strong>
                    <span className="cs-states">
                      <StateTag
                        tone={text.isInForce ? 'allowed' : text.effectiveFrom > Date.now() ? 'waiting' : 'inactive'}
                      >
                        {t(
                          text.isInForce
                            ? 'textsPage.inForce'
                            : text.effectiveFrom > Date.now()
                              ? 'textsPage.later'
                              : 'textsPage.old',
                        )}
                      </StateTag>
                      {text.version > 1 && text.needsRenewal && (
                        <StateTag tone="waiting">{t('textsPage.renews')}</StateTag>
                      )}
                      <span>{text.title}</span>
                      <span className="rm-faint">
                        {t('textsPage.holders', { count: text.holders })} · {text.publishedByName} ·{' '}
                        <When at={text.publishedAt} />
                      </span>
                    </span>
                    <Button size="small" type="text" onClick={() => setShown(text)}>
                      {t('textsPage.show')}
                    </Button>
                  </li>
                ))}
            </ul>
          </Section>
        ))}
      <Modal open={shown !== null} title={shown?.title} footer={null} onCancel={() => setShown(null)} width={640}>
        <p className="cs-body">{shown?.body}</p>
        {shown?.note && <p className="rm-soft">{shown.note}</p>}
        <p className="rm-faint">SHA-256 {shown?.textHash.slice(0, 16)}…</p>
      </Modal>
      {editing && newest && <PublishForm newest={newest} onClose={() => setEditing(null)} />}
    </ConsentsFrame>
  );
}

interface Values {
  readonly title: string;
  readonly body: string;
  readonly needsRenewal?: boolean;
  readonly note?: string;
}

function PublishForm({ newest, onClose }: { newest: ConsentTextInfo; onClose: () => void }) {
  const t = useText('consent');
  const { message } = App.useApp();
  const [form] = Form.useForm<Values>();
  const publish = useCommand(publishText, {
    onDone: ({ version }) => {
      message.success(t('textsPage.published', { version }));
      onClose();
    },
  });
  const need = [{ required: true, whitespace: true, message: t('record.need') }];
  return (
    <Modal
      open
      width={720}
      title={`${t('textsPage.publish')} · ${t(`kind.${newest.kind}`)}`}
      okText={t('textsPage.publish')}
      okButtonProps={{ loading: publish.isRunning }}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <ProblemNote problem={publish.problem} />
      <Form<Values>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ title: newest.title, body: newest.body }}
        onFinish={({ needsRenewal = false, note, ...text }) =>
          void publish.run({
            body: { ...text, kind: newest.kind, after: newest.version, needsRenewal, note: note || null },
          })
        }
      >
        <Form.Item name="title" label={t('textsPage.title')} rules={need}>
          <Input maxLength={80} />
        </Form.Item>
        <Form.Item
          name="body"
          label={t('textsPage.body')}
          extra={t('textsPage.bodyHint', { hospital: '{{hospital}}' })}
          rules={need}
        >
          <Input.TextArea maxLength={10_000} autoSize={{ minRows: 8, maxRows: 20 }} />
        </Form.Item>
        <Form.Item name="needsRenewal" valuePropName="checked" extra={t('textsPage.renewalHint')}>
          <Checkbox>{t('textsPage.renewal')}</Checkbox>
        </Form.Item>
        <Form.Item name="note" label={t('textsPage.note')}>
          <Input maxLength={500} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
