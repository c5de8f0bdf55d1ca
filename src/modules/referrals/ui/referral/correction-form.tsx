import { App, Button, DatePicker, Form, Input, InputNumber, Radio } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useCommand } from '#web/api/index.ts';
import { useText } from '#web/i18n.ts';
import { ProblemNote } from '#web/kit/index.ts';
import { correctReferral, type ReferralDetail } from '../../contract/index.ts';

interface Values {
  patientName?: string;
  sex?: 'male' | 'female';
  age?: number | null;
  phone?: string;
  disease?: string;
  department?: string;
  expected?: Dayjs | null;
  note?: string;
  reason: string;
}

/** Puts right what was read or typed wrongly: only what changed is sent, always with a reason. */
export function CorrectionForm({ referral, onDone }: { referral: ReferralDetail; onDone: () => void }) {
  const t = useText('referrals');
  const { message } = App.useApp();
  const [form] = Form.useForm<Values>();
  const correct = useCommand(correctReferral, {
    onDone: () => {
      message.success(t('referral.corrected'));
      onDone();
    },
  });
  const isPhoneShown = referral.phone === null || !referral.phone.isMasked;
  const submit = (values: Values) => {
    const changes = changesOf(referral, values, isPhoneShown);
    if (Object.keys(changes).length === 0) {
      message.info(t('referral.nothingChanged'));
      return;
    }
    void correct.run({
      params: { referralId: referral.referralId },
      body: { ...changes, version: referral.version, reason: values.reason },
    });
  };
  return (
    <Form<Values>
      form={form}
      layout="vertical"
      className="rm-ref-grid"
      requiredMark={false}
      initialValues={initial(referral)}
      onFinish={submit}
    >
      <p className="rm-ref-note rm-ref-row">{t('referral.correctText')}</p>
      <div className="rm-ref-row">
        <ProblemNote problem={correct.problem} />
      </div>
      <Form.Item name="patientName" label={t('field.patientName')}>
        <Input maxLength={60} autoFocus />
      </Form.Item>
      <Form.Item name="sex" label={t('field.sex')}>
        <Radio.Group
          optionType="button"
          options={[
            { value: 'male', label: t('sex.male') },
            { value: 'female', label: t('sex.female') },
          ]}
        />
      </Form.Item>
      <Form.Item name="disease" label={t('field.disease')}>
        <Input maxLength={200} />
      </Form.Item>
      <Form.Item name="age" label={t('field.age')}>
        <InputNumber min={0} max={150} style={{ width: '100%' }} />
      </Form.Item>
      {isPhoneShown && (
        <Form.Item name="phone" label={t('field.phone')}>
          <Input maxLength={30} inputMode="tel" />
        </Form.Item>
      )}
      <Form.Item name="department" label={t('field.department')}>
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item name="expected" label={t('field.expectedFrom')}>
        <DatePicker
          showTime={{ format: 'HH:mm', minuteStep: 30 }}
          format="YYYY-MM-DD HH:mm"
          style={{ width: '100%' }}
        />
      </Form.Item>
      <Form.Item name="note" label={t('field.note')}>
        <Input maxLength={500} />
      </Form.Item>
      <Form.Item
        name="reason"
        label={t('referral.reason')}
        className="rm-ref-row"
        rules={[{ required: true, whitespace: true, message: t('referral.needReason') }]}
      >
        <Input maxLength={200} placeholder={t('referral.reasonExample')} />
      </Form.Item>
      <div className="rm-ref-row rm-ref-buttons">
        <Button type="primary" htmlType="submit" loading={correct.isRunning}>
          {t('referral.save')}
        </Button>
        <Button onClick={onDone}>{t('cancel')}</Button>
      </div>
    </Form>
  );
}

function initial(referral: ReferralDetail): Partial<Values> {
  return {
    patientName: referral.patientName ?? '',
    ...(referral.sex ? { sex: referral.sex } : {}),
    age: referral.age,
    phone: referral.phone?.text ?? '',
    disease: referral.disease ?? '',
    department: referral.department ?? '',
    expected: referral.expectedFrom === null ? null : dayjs(referral.expectedFrom),
    note: referral.note ?? '',
  };
}

type Changes = Omit<
  Parameters<ReturnType<typeof useCommand<typeof correctReferral>>['run']>[0]['body'],
  'version' | 'reason'
>;

function changesOf(referral: ReferralDetail, values: Values, withPhone: boolean): Changes {
  const changes: { -readonly [Name in keyof Changes]: Changes[Name] } = {};
  for (const name of ['patientName', 'disease', 'department', 'note'] as const) {
    const text = values[name]?.trim() || null;
    if (text !== referral[name]) changes[name] = text;
  }
  if ((values.sex ?? null) !== referral.sex) changes.sex = values.sex ?? null;
  if ((values.age ?? null) !== referral.age) changes.age = values.age ?? null;
  const phone = (values.phone ?? '').replace(/\D/g, '') || null;
  if (withPhone && phone !== (referral.phone?.text ?? null)) changes.phone = phone;
  const expected = values.expected?.valueOf() ?? null;
  if (expected !== referral.expectedFrom) {
    changes.expectedFrom = expected;
    changes.expectedUntil = expected;
  }
  return changes;
}
