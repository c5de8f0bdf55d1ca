import { App, Button, Form, Input, InputNumber, Modal, Select } from 'antd';
import { useState } from 'react';
import { createToken, listTokens, revokeToken, type TokenInfo } from '#modules/staff/contract-accounts.ts';
import { type Permission, permissions } from '#modules/staff/rules/permissions.ts';
import { mayBeHeldByProgram } from '#modules/staff/rules/tokens.ts';
import { useCommand, useRead } from '#web/api/hooks.ts';
import { useText } from '#web/i18n.ts';
import {
  CopyButton,
  EmptyState,
  ErrorState,
  Facts,
  PageSkeleton,
  ProblemNote,
  Section,
  StateTag,
  useConfirmDanger,
  When,
} from '#web/kit/index.ts';
import { PeopleFrame } from './people-frame.tsx';
import { useStaffWords } from './words.ts';

/** Tokens of other systems that call the API. */
export default function TokensPage() {
  const t = useText('staff');
  const tokens = useRead(listTokens);
  const [isAdding, setAdding] = useState(false);
  const add = (
    <Button type="primary" onClick={() => setAdding(true)}>
      {t('tokens.add')}
    </Button>
  );
  return (
    <PeopleFrame meaning={t('tokens.meaning')} action={add}>
      {tokens.error ? (
        <ErrorState error={tokens.error} onRetry={() => void tokens.refetch()} />
      ) : !tokens.data ? (
        <PageSkeleton />
      ) : tokens.data.items.length === 0 ? (
        <EmptyState picture="lock" title={t('tokens.emptyTitle')} text={t('tokens.emptyText')} action={add} />
      ) : (
        tokens.data.items.map((token) => <Token key={token.id} token={token} />)
      )}
      <NewToken open={isAdding} onClose={() => setAdding(false)} />
    </PeopleFrame>
  );
}

function Token({ token }: { token: TokenInfo }) {
  const t = useText('staff');
  const words = useStaffWords();
  const { message } = App.useApp();
  const confirm = useConfirmDanger();
  const revoke = useCommand(revokeToken, { onDone: () => message.success(t('tokens.gone')) });
  const isOver = token.revokedAt !== null || Date.parse(token.expiresAt) < Date.now();
  const ask = () =>
    confirm({
      title: t('tokens.revokeTitle', { name: token.name }),
      text: t('tokens.revokeText'),
      ok: t('tokens.revoke'),
      onConfirm: () => revoke.run({ params: { tokenId: token.id } }),
    });
  return (
    <Section
      title={token.name}
      extra={
        <StateTag tone={isOver ? 'inactive' : 'allowed'}>
          {t(token.revokedAt ? 'tokens.revoked' : isOver ? 'tokens.expired' : 'tokens.active')}
        </StateTag>
      }
    >
      <ProblemNote problem={revoke.problem} />
      <Facts
        items={[
          [t('tokens.permissions'), token.permissions.map(words.permission).join('、')],
          [
            t('tokens.created'),
            <span key="created">
              {token.createdBy} · <When at={token.createdAt} full />
            </span>,
          ],
          [t('tokens.expires'), <When key="expires" at={token.expiresAt} full />],
        ]}
      />
      {!isOver && (
        <Button size="small" danger onClick={ask}>
          {t('tokens.revoke')}
        </Button>
      )}
    </Section>
  );
}

interface Values {
  name: string;
  permissions: Permission[];
  validDays: number;
}

function NewToken({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = useText('staff');
  const words = useStaffWords();
  const [form] = Form.useForm<Values>();
  const [made, setMade] = useState<string | null>(null);
  const create = useCommand(createToken, { onDone: ({ token }) => setMade(token) });
  const close = () => {
    setMade(null);
    form.resetFields();
    onClose();
  };
  return (
    <Modal
      open={open}
      title={t(made ? 'tokens.shown' : 'tokens.add')}
      destroyOnHidden
      mask={{ closable: made === null }}
      onCancel={close}
      okText={t(made ? 'tokens.close' : 'tokens.add')}
      confirmLoading={create.isRunning}
      onOk={() => (made ? close() : form.submit())}
    >
      {made ? (
        <>
          <p className="rm-note rm-note-waiting">{t('tokens.once')}</p>
          <p style={{ overflowWrap: 'anywhere', fontFamily: 'monospace' }}>{made}</p>
          <CopyButton text={made} label={t('tokens.shown')} />
        </>
      ) : (
        <Form<Values>
          form={form}
          layout="vertical"
          requiredMark={false}
          initialValues={{ validDays: 365 }}
          onFinish={(values) => void create.run({ body: values })}
        >
          <ProblemNote problem={create.problem} />
          <Form.Item
            name="name"
            label={t('tokens.name')}
            extra={t('tokens.nameHelp')}
            rules={[{ required: true, whitespace: true, message: t('tokens.nameHelp') }]}
          >
            <Input maxLength={60} />
          </Form.Item>
          <Form.Item
            name="permissions"
            label={t('tokens.permissions')}
            rules={[{ required: true, type: 'array', min: 1, message: t('tokens.permissions') }]}
          >
            <Select
              mode="multiple"
              optionFilterProp="label"
              options={permissions
                .filter(mayBeHeldByProgram)
                .map((permission) => ({ value: permission, label: words.permission(permission) }))}
            />
          </Form.Item>
          <Form.Item name="validDays" label={t('tokens.validDays')} rules={[{ required: true, type: 'integer' }]}>
            <InputNumber min={1} max={730} />
          </Form.Item>
        </Form>
      )}
    </Modal>
  );
}
