import { DatePicker, Form, Input, Radio, Select } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useText } from '#web/i18n.ts';
import { type IntroducerDetail, type IntroducerKind, introducerKinds } from '../../contract/index.ts';

export interface IntroducerValues {
  introducerNo?: string;
  name: string;
  kind: IntroducerKind;
  isClinical?: 'true' | 'false' | 'unknown';
  institution?: string;
  county?: string;
  phones?: string[];
  wechatIds?: string[];
  repNo?: string;
  repFromDay?: Dayjs | null;
  repReason?: string;
  uplineNo?: string;
  payoutAccountHolder?: string;
  bankName?: string;
  payoutAccount?: string;
  taxId?: string;
  note?: string;
}

/** Fields of an introducer; secrets are written, never shown. */
export function IntroducerFieldset({ before }: { before?: IntroducerDetail }) {
  const t = useText('referrals');
  const form = Form.useFormInstance<IntroducerValues>();
  const kind = Form.useWatch('kind', form);
  const repNo = Form.useWatch('repNo', form);
  const areContactsShown = before === undefined || before.contacts.every((one) => !one.address.isMasked);
  const isRepChanged = before !== undefined && (repNo ?? '') !== (before.repNo ?? '');
  return (
    <>
      <Form.Item
        name="name"
        label={t('introducers.name')}
        rules={[{ required: true, whitespace: true, message: t('introducers.needName') }]}
      >
        <Input maxLength={60} autoFocus />
      </Form.Item>
      <Form.Item
        name="kind"
        label={t('introducers.kind')}
        rules={[{ required: true, message: t('introducers.needKind') }]}
      >
        <Select options={introducerKinds.map((value) => ({ value, label: t(`kind.${value}`) }))} />
      </Form.Item>
      {kind === 'staff' && (
        <Form.Item name="isClinical" label={t('introducers.clinical')} extra={t('introducers.clinicalHelp')}>
          <Radio.Group
            options={(['true', 'false', 'unknown'] as const).map((value) => ({
              value,
              label: t(`introducers.clinicalName.${value}`),
            }))}
          />
        </Form.Item>
      )}
      <Form.Item
        name="introducerNo"
        label={t('introducers.number')}
        {...(before ? {} : { extra: t('introducers.numberHelp') })}
      >
        <Input maxLength={40} />
      </Form.Item>
      <Form.Item name="institution" label={t('introducers.institution')} extra={t('introducers.institutionHelp')}>
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item name="county" label={t('introducers.county')}>
        <Input maxLength={60} />
      </Form.Item>
      {areContactsShown ? (
        <>
          <Form.Item name="phones" label={t('introducers.phone')} extra={t('introducers.contactHelp')}>
            <Select mode="tags" open={false} suffixIcon={null} tokenSeparators={[' ', ',', '，', '、', ';', '；']} />
          </Form.Item>
          <Form.Item name="wechatIds" label={t('introducers.wechat')} extra={t('introducers.wechatHelp')}>
            <Select mode="tags" open={false} suffixIcon={null} tokenSeparators={[' ', ',', '，', '、']} />
          </Form.Item>
        </>
      ) : (
        <p className="rm-ref-note">{t('introducers.contactsMasked')}</p>
      )}
      <Form.Item name="repNo" label={t('introducers.rep')} extra={t('introducers.repHelp')}>
        <Input maxLength={40} />
      </Form.Item>
      {isRepChanged && (
        <>
          <Form.Item name="repFromDay" label={t('introducers.repFromDay')}>
            <DatePicker />
          </Form.Item>
          <Form.Item name="repReason" label={t('introducers.repReason')}>
            <Input maxLength={200} />
          </Form.Item>
        </>
      )}
      <Form.Item name="uplineNo" label={t('introducers.upline')} extra={t('introducers.uplineHelp')}>
        <Input maxLength={40} />
      </Form.Item>
      <Form.Item name="payoutAccountHolder" label={t('introducers.holder')}>
        <Input maxLength={60} autoComplete="off" />
      </Form.Item>
      <Form.Item name="bankName" label={t('introducers.bank')}>
        <Input maxLength={60} autoComplete="off" />
      </Form.Item>
      <Form.Item
        name="payoutAccount"
        label={t('introducers.account')}
        extra={t(before?.payoutAccountTail ? 'introducers.accountKept' : 'introducers.accountHelp', {
          tail: before?.payoutAccountTail ?? '',
        })}
      >
        <Input maxLength={40} autoComplete="off" inputMode="numeric" />
      </Form.Item>
      <Form.Item
        name="taxId"
        label={t('introducers.taxId')}
        extra={t(before?.hasTaxId ? 'introducers.taxKept' : 'introducers.taxHelp')}
      >
        <Input maxLength={30} autoComplete="off" />
      </Form.Item>
      <Form.Item name="note" label={t('field.note')}>
        <Input.TextArea maxLength={500} autoSize={{ minRows: 2 }} />
      </Form.Item>
    </>
  );
}

export function valuesOf(before: IntroducerDetail): Partial<IntroducerValues> {
  const addresses = (channel: 'phone' | 'wechat') =>
    before.contacts.filter((one) => one.channel === channel).map((one) => one.address.text);
  return {
    introducerNo: before.introducerNo,
    name: before.name,
    kind: before.kind,
    isClinical: before.isClinical === null ? 'unknown' : before.isClinical ? 'true' : 'false',
    institution: before.institution ?? '',
    county: before.county ?? '',
    phones: addresses('phone'),
    wechatIds: addresses('wechat'),
    repNo: before.repNo ?? '',
    repFromDay: dayjs(),
    uplineNo: before.uplineNo ?? '',
    payoutAccountHolder: before.payoutAccountHolder ?? '',
    bankName: before.bankName ?? '',
    note: before.note ?? '',
  };
}

/** The body of a command: unchanged secrets and masked contacts stay away. */
export function fieldsOf(values: IntroducerValues, before?: IntroducerDetail) {
  const { repFromDay, repReason, payoutAccount, taxId, isClinical, introducerNo, phones, wechatIds, ...rest } = values;
  const isRepChanged = before !== undefined && (rest.repNo ?? '') !== (before.repNo ?? '');
  const optional = (text: string | undefined) => text?.trim() || undefined;
  const account = optional(payoutAccount);
  const tax = optional(taxId);
  const number = optional(introducerNo);
  return {
    name: rest.name.trim(),
    kind: rest.kind,
    ...(rest.kind === 'staff' && isClinical !== undefined
      ? { isClinical: isClinical === 'unknown' ? null : isClinical === 'true' }
      : {}),
    institution: rest.institution ?? null,
    county: rest.county ?? null,
    repNo: rest.repNo ?? null,
    uplineNo: rest.uplineNo ?? null,
    payoutAccountHolder: rest.payoutAccountHolder ?? null,
    bankName: rest.bankName ?? null,
    note: rest.note ?? null,
    ...(phones ? { phones } : {}),
    ...(wechatIds ? { wechatIds } : {}),
    ...(number ? { introducerNo: number } : {}),
    ...(account ? { payoutAccount: account } : {}),
    ...(tax ? { taxId: tax } : {}),
    ...(isRepChanged && repFromDay ? { repFromDay: repFromDay.format('YYYY-MM-DD') } : {}),
    ...(isRepChanged && repReason ? { repReason } : {}),
  };
}
