import { App, Button, Form, Input, InputNumber, Modal, Select, Space } from 'antd';
import { useState } from 'react';
import { createToken, listTokens, revokeToken, rotateToken, type TokenInfo } from '#modules/staff/contract-accounts.ts';
import { type Permission, permissions } from '#modules/staff/rules/permissions.ts';
import { mayBeHeldByProgram, tiersOfPrograms } from '#modules/staff/rules/tokens.ts';
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
  const [renewing, setRenewing] = useState<TokenInfo | null>(null);
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
        tokens.data.items.map((token) => <Token key={token.id} token={token} onRenew={setRenewing} />)
      )}
      <NewToken open={isAdding} onClose={() => setAdding(false)} />
      {renewing && <RenewedToken token={renewing} onClose={() => setRenewing(null)} />}
    </PeopleFrame>
  );
}

function Token({ token, onRenew }: { token: TokenInfo; onRenew: (token: TokenInfo) => void }) {
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
          [t('tokens.tiers'), token.tiers.map((tier) => t(`rights.tiers.${tier}`)).join('、')],
          [t('tokens.lastUsed'), token.lastUsedAt ? <When key="used" at={token.lastUsedAt} /> : t('tokens.neverUsed')],
          [t('tokens.expires'), <When key="expires" at={token.expiresAt} full />],
        ]}
      />
      {!isOver && (
        <Space style={{ marginBlockStart: 12 }}>
          <Button size="small" onClick={() => onRenew(token)}>
            {t('tokens.renew')}
          </Button>
          <Button size="small" danger onClick={ask}>
            {t('tokens.revoke')}
          </Button>
        </Space>
      )}
    </Section>
  );
}

/** A new token in place of an old one, which holds a day longer. */
function RenewedToken({ token, onClose }: { token: TokenInfo; onClose: () => void }) {
  const t = useText('staff');
  const [made, setMade] = useState<string | null>(null);
  const renew = useCommand(rotateToken, { onDone: (answer) => setMade(answer.token) });
  return (
    <Modal
      open
      title={t('tokens.renewTitle', { name: token.name })}
      mask={{ closable: made === null }}
      onCancel={onClose}
      okText={t(made ? 'tokens.close' : 'tokens.renew')}
      confirmLoading={renew.isRunning}
      onOk={() => (made ? onClose() : void renew.run({ params: { tokenId: token.id }, body: {} }))}
    >
      <ProblemNote problem={renew.problem} />
      {made ? (
        <>
          <p className="rm-note rm-note-waiting">{t('tokens.once')}</p>
          <p style={{ overflowWrap: 'anywhere', fontFamily: 'monospace' }}>{made}</p>
          <CopyButton text={made} label={t('tokens.shown')} />
        </>
      ) : (
        <p>{t('tokens.renewText')}</p>
      )}
    </Modal>
  );
}

interface Values {
  name: string;
  permissions: Permission[];
  tiers: (typeof tiersOfPrograms)[number][];
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
          initialValues={{ validDays: 365, tiers: ['T1', 'T2'] }}
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
          <Form.Item name="tiers" label={t('tokens.tiers')} extra={t('tokens.tiersHelp')}>
            <Select
              mode="multiple"
              options={tiersOfPrograms.map((tier) => ({ value: tier, label: `${tier} ${t(`rights.tiers.${tier}`)}` }))}
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
