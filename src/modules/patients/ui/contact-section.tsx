import { DeleteOutlined } from '@ant-design/icons';
import { Button, Form, Input, Modal, Select, Space, Switch, Tag } from 'antd';
import { useState } from 'react';
import { call, useCommand } from '#web/api/index.ts';
import { useText } from '#web/i18n.ts';
import { Masked, ProblemNote, Section, useConfirmDanger } from '#web/kit/index.ts';
import {
  addAddress,
  addContact,
  addDocument,
  addressKinds,
  contactOwners,
  documentKinds,
  type Patient,
  removeAddress,
  removeContact,
  removeDocument,
  revealField,
} from '../contract/index.ts';

/** How to reach the person, where he lives, and which documents name him. */
export function ContactSection({ patient }: { patient: Patient }) {
  const t = useText('patients');
  const [adding, setAdding] = useState<'contact' | 'document' | 'address' | null>(null);
  const close = () => setAdding(null);
  const reveal = (field: 'contact' | 'document', partId: string) => async (reason: string) =>
    (await call(revealField, { params: { patientId: patient.patientId }, body: { field, partId, reason } })).value;
  const isEmpty = patient.contacts.length + patient.documents.length + patient.addresses.length === 0;
  return (
    <Section title={t('contact.title')}>
      {isEmpty && <p className="rm-soft">{t('contact.none')}</p>}
      <ul className="rm-pat-lines">
        {patient.contacts.map((one) => (
          <li key={one.contactId}>
            <span>{t(`contact.kind.${one.kind}`)}</span>
            <span className="rm-pat-grow">
              {one.value.isMasked ? (
                <Masked
                  shown={one.value.text}
                  what={t(`contact.kind.${one.kind}`)}
                  onReveal={reveal('contact', one.contactId)}
                />
              ) : (
                <span className="rm-number">{one.value.text}</span>
              )}{' '}
              {one.isPrimary && <Tag>{t('contact.primary')}</Tag>}
              {one.ownerRelation !== 'self' && <Tag>{t(`contact.ownerOf.${one.ownerRelation}`)}</Tag>}
              {one.sharedBy > 0 && <Tag>{t('contact.shared', { count: one.sharedBy })}</Tag>}
            </span>
            <Remove patient={patient} route={removeContact} partId={one.contactId} />
          </li>
        ))}
        {patient.documents.map((one) => (
          <li key={one.documentId}>
            <span>{t(`contact.document.${one.kind}`)}</span>
            <span className="rm-pat-grow">
              <Masked
                shown={one.number.text}
                what={t(`contact.document.${one.kind}`)}
                onReveal={reveal('document', one.documentId)}
              />
            </span>
            <Remove patient={patient} route={removeDocument} partId={one.documentId} />
          </li>
        ))}
        {patient.addresses.map((one) => (
          <li key={one.addressId}>
            <span>{t(`contact.address.${one.kind}`)}</span>
            <span className="rm-pat-grow">
              {[one.line, one.divisionCode].filter(Boolean).join(' · ')}{' '}
              {one.isInCounty !== null && <Tag>{t(one.isInCounty ? 'county.yes' : 'county.no')}</Tag>}
            </span>
            <Remove patient={patient} route={removeAddress} partId={one.addressId} />
          </li>
        ))}
      </ul>
      {patient.mayWrite && (
        <Space wrap style={{ marginBlockStart: 10 }}>
          <Button size="small" onClick={() => setAdding('contact')}>
            {t('contact.add')}
          </Button>
          <Button size="small" onClick={() => setAdding('document')}>
            {t('contact.addDocument')}
          </Button>
          <Button size="small" onClick={() => setAdding('address')}>
            {t('contact.addAddress')}
          </Button>
        </Space>
      )}
      <AddContact patientId={patient.patientId} open={adding === 'contact'} onClose={close} />
      <AddDocument patientId={patient.patientId} open={adding === 'document'} onClose={close} />
      <AddAddress patientId={patient.patientId} open={adding === 'address'} onClose={close} />
    </Section>
  );
}

function Remove({
  patient,
  route,
  partId,
}: {
  patient: Patient;
  route: typeof removeContact | typeof removeDocument | typeof removeAddress;
  partId: string;
}) {
  const t = useText('patients');
  const ask = useConfirmDanger();
  const command = useCommand(route as typeof removeContact);
  if (!patient.mayWrite) return null;
  return (
    <Button
      type="text"
      size="small"
      icon={<DeleteOutlined />}
      aria-label={t('contact.remove')}
      loading={command.isRunning}
      onClick={() =>
        ask({
          title: t('contact.removeTitle'),
          text: t('contact.removeText'),
          ok: t('contact.remove'),
          onConfirm: async () => {
            await command.run({ params: { patientId: patient.patientId, partId } as never });
          },
        })
      }
    />
  );
}

interface AddProps {
  readonly patientId: string;
  readonly open: boolean;
  readonly onClose: () => void;
}

function AddContact({ patientId, open, onClose }: AddProps) {
  const t = useText('patients');
  const [form] = Form.useForm<{
    kind: 'phone' | 'wechat' | 'email';
    value: string;
    ownerRelation: 'self';
    isPrimary: boolean;
  }>();
  const command = useCommand(addContact, { onDone: onClose });
  return (
    <Modal
      open={open}
      title={t('contact.add')}
      okText={t('save')}
      cancelText={t('cancel')}
      onOk={() => form.submit()}
      onCancel={onClose}
      okButtonProps={{ loading: command.isRunning }}
      destroyOnHidden
    >
      <ProblemNote problem={command.problem} />
      <Form
        form={form}
        layout="vertical"
        preserve={false}
        initialValues={{ kind: 'phone', ownerRelation: 'self', isPrimary: false }}
        onFinish={(body) => void command.run({ params: { patientId }, body })}
      >
        <Form.Item name="kind" label={t('contact.what')}>
          <Select
            options={(['phone', 'wechat', 'email'] as const).map((value) => ({
              value,
              label: t(`contact.kind.${value}`),
            }))}
          />
        </Form.Item>
        <Form.Item name="value" label={t('contact.value')} rules={[{ required: true, whitespace: true }]}>
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item name="ownerRelation" label={t('contact.owner')}>
          <Select options={contactOwners.map((value) => ({ value, label: t(`contact.ownerOf.${value}`) }))} />
        </Form.Item>
        <Form.Item name="isPrimary" label={t('contact.primary')} valuePropName="checked">
          <Switch />
        </Form.Item>
      </Form>
    </Modal>
  );
}

function AddDocument({ patientId, open, onClose }: AddProps) {
  const t = useText('patients');
  const [form] = Form.useForm<{ kind: 'id_card'; number: string }>();
  const command = useCommand(addDocument, { onDone: onClose });
  return (
    <Modal
      open={open}
      title={t('contact.addDocument')}
      okText={t('save')}
      cancelText={t('cancel')}
      onOk={() => form.submit()}
      onCancel={onClose}
      okButtonProps={{ loading: command.isRunning }}
      destroyOnHidden
    >
      <ProblemNote problem={command.problem} />
      <Form
        form={form}
        layout="vertical"
        preserve={false}
        initialValues={{ kind: 'id_card' }}
        onFinish={(body) => void command.run({ params: { patientId }, body })}
      >
        <Form.Item name="kind" label={t('contact.what')}>
          <Select options={documentKinds.map((value) => ({ value, label: t(`contact.document.${value}`) }))} />
        </Form.Item>
        <Form.Item name="number" label={t('contact.number')} rules={[{ required: true, whitespace: true }]}>
          <Input maxLength={40} autoComplete="off" />
        </Form.Item>
      </Form>
    </Modal>
  );
}

function AddAddress({ patientId, open, onClose }: AddProps) {
  const t = useText('patients');
  const [form] = Form.useForm<{ kind: 'home'; divisionCode?: string; line?: string }>();
  const command = useCommand(addAddress, { onDone: onClose });
  return (
    <Modal
      open={open}
      title={t('contact.addAddress')}
      okText={t('save')}
      cancelText={t('cancel')}
      onOk={() => form.submit()}
      onCancel={onClose}
      okButtonProps={{ loading: command.isRunning }}
      destroyOnHidden
    >
      <ProblemNote problem={command.problem} />
      <Form
        form={form}
        layout="vertical"
        preserve={false}
        initialValues={{ kind: 'home' }}
        onFinish={({ kind, divisionCode, line }) =>
          void command.run({
            params: { patientId },
            body: { kind, divisionCode: divisionCode || null, line: line ?? null },
          })
        }
      >
        <Form.Item name="kind" label={t('contact.what')}>
          <Select options={addressKinds.map((value) => ({ value, label: t(`contact.address.${value}`) }))} />
        </Form.Item>
        <Form.Item name="divisionCode" label={t('contact.division')} rules={[{ pattern: /^\d{6,12}$/ }]}>
          <Input maxLength={12} inputMode="numeric" />
        </Form.Item>
        <Form.Item name="line" label={t('contact.line')}>
          <Input maxLength={200} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
