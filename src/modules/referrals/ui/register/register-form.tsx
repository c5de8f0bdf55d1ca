import { Button, Checkbox, Collapse, DatePicker, Form, type FormInstance, Input, InputNumber, Radio } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { type KeyboardEvent, useDeferredValue, useRef, useState } from 'react';
import { useCommand, useRead } from '#web/api/index.ts';
import { useText } from '#web/i18n.ts';
import { DensityRoot, ProblemNote, usePhone } from '#web/kit/index.ts';
import { findIntroducers, type RegisteredAnswer, registerReferral } from '../../contract/index.ts';
import { type IntroducerChoice, IntroducerField } from '../introducers/introducer-field.tsx';
import { MessageText } from '../referral/message-text.tsx';
import { partsText } from '../words.tsx';
import { type Preview, usePreview } from './use-preview.ts';

interface Values {
  patientName?: string;
  sex?: 'male' | 'female';
  disease?: string;
  introducer?: IntroducerChoice | null;
  age?: number | null;
  phone?: string;
  department?: string;
  expected?: Dayjs | null;
  isAccompanied?: boolean;
  note?: string;
  stage: 'announced' | 'confirmed';
}

/** The words of the caller fill the fields as they are typed; a field typed by hand is never overwritten. */
export function RegisterForm({ onDone }: { onDone: (answer: RegisteredAnswer) => void }) {
  const t = useText('referrals');
  const phone = usePhone();
  const [form] = Form.useForm<Values>();
  const [text, setText] = useState('');
  const [isEmpty, setEmpty] = useState(false);
  const byHand = useRef(new Set<string>());
  const institution = useRef<string | null>(null);
  const { isReading, preview } = usePreview(text, (found) => {
    institution.current = fill(form, found, byHand.current);
  });
  const register = useCommand(registerReferral, { onDone });

  const submit = (values: Values) => {
    const isNothing = !values.patientName?.trim() && !values.sex && !values.disease?.trim();
    setEmpty(isNothing);
    if (!isNothing) void register.run({ body: bodyOf(values, text, institution.current) });
  };
  const onTextKey = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    const missing = (['patientName', 'sex', 'disease', 'introducer'] as const).find(
      (name) => !form.getFieldValue(name),
    );
    if (missing && !event.ctrlKey && !event.metaKey) form.focusField(missing);
    else form.submit();
  };
  const content = (
    <Form<Values>
      form={form}
      layout="vertical"
      className="rm-form rm-ref-register-form"
      initialValues={{ stage: 'confirmed' }}
      requiredMark={false}
      onValuesChange={(changed: Partial<Values>) => {
        setEmpty(false);
        for (const name of Object.keys(changed)) byHand.current.add(name);
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) form.submit();
      }}
      onFinish={submit}
    >
      <Form.Item
        label={t('register.text')}
        htmlFor="register-text"
        extra={<Reading isReading={isReading} preview={preview} text={text} />}
      >
        <Input.TextArea
          id="register-text"
          autoFocus
          value={text}
          maxLength={5000}
          autoSize={{ minRows: 2, maxRows: 6 }}
          placeholder={t('register.textExample')}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={onTextKey}
        />
      </Form.Item>
      <div className="rm-ref-pair">
        <Form.Item name="patientName" label={t('register.patientName')}>
          <Input maxLength={60} autoComplete="off" />
        </Form.Item>
        <Form.Item name="sex" label={t('register.sex')}>
          <Radio.Group
            optionType="button"
            options={[
              { value: 'male', label: t('sex.male') },
              { value: 'female', label: t('sex.female') },
            ]}
          />
        </Form.Item>
      </div>
      <Form.Item name="disease" label={t('register.disease')}>
        <Input maxLength={200} autoComplete="off" placeholder={t('register.diseaseExample')} />
      </Form.Item>
      <Form.Item name="introducer" label={t('register.introducer')} extra={<SameName form={form} />}>
        <IntroducerField label={t('register.introducer')} />
      </Form.Item>
      <Form.Item name="stage" label={t('register.stage')} extra={t('register.stageHelp')}>
        <Radio.Group
          optionType="button"
          options={[
            { value: 'confirmed', label: t('register.confirmed') },
            { value: 'announced', label: t('register.announced') },
          ]}
        />
      </Form.Item>
      <MoreFields />
      {isEmpty && (
        <p role="alert" className="rm-note rm-note-prohibited">
          {t('register.needSomething')}
        </p>
      )}
      <ProblemNote problem={register.problem} />
      <div className="rm-form-foot">
        <Button
          type="primary"
          htmlType="submit"
          size="large"
          loading={register.isRunning}
          title={t('register.submitKey')}
        >
          {t('register.submit')}
        </Button>
      </div>
    </Form>
  );
  return phone ? <DensityRoot density="large">{content}</DensityRoot> : content;
}

/** Words read or typed may be the name of somebody registered: said here, decided by a click or by the server's rule. */
function SameName({ form }: { form: FormInstance<Values> }) {
  const t = useText('referrals');
  const value = Form.useWatch('introducer', form);
  const name = useDeferredValue(value?.introducerId ? '' : (value?.text.trim() ?? ''));
  const found = useRead(findIntroducers, { query: { q: name } }, { enabled: name.length >= 2, staleMs: 10_000 });
  const same = name === '' ? [] : (found.data?.items ?? []).filter((one) => one.name === name).slice(0, 5);
  if (value?.introducerId) return null;
  if (same.length === 0) return <>{t('register.introducerHelp')}</>;
  return (
    <span className="rm-ref-known">
      {t('register.introducerSame')}
      {same.map((one) => (
        <Button
          key={one.introducerId}
          size="small"
          onClick={() => form.setFieldValue('introducer', { introducerId: one.introducerId, text: one.name })}
        >
          {[one.name, one.institution ?? t(`kind.${one.kind}`), one.introducerNo].join(' · ')}
        </Button>
      ))}
    </span>
  );
}

function MoreFields() {
  const t = useText('referrals');
  const fields = (
    <>
      <div className="rm-ref-pair">
        <Form.Item name="age" label={t('register.age')}>
          <InputNumber min={0} max={150} precision={0} style={{ width: '100%' }} />
        </Form.Item>
        <Form.Item name="phone" label={t('register.phone')}>
          <Input maxLength={30} inputMode="tel" autoComplete="off" />
        </Form.Item>
      </div>
      <div className="rm-ref-pair">
        <Form.Item name="expected" label={t('register.expected')}>
          <DatePicker
            showTime={{ format: 'HH:mm', minuteStep: 30 }}
            format="YYYY-MM-DD HH:mm"
            style={{ width: '100%' }}
          />
        </Form.Item>
        <Form.Item name="department" label={t('register.department')}>
          <Input maxLength={60} autoComplete="off" />
        </Form.Item>
      </div>
      <Form.Item name="note" label={t('register.note')}>
        <Input maxLength={200} />
      </Form.Item>
      <Form.Item name="isAccompanied" valuePropName="checked" noStyle>
        <Checkbox>{t('register.accompanied')}</Checkbox>
      </Form.Item>
    </>
  );
  return (
    <Collapse
      ghost
      className="rm-ref-more"
      items={[{ key: 'more', label: t('register.more'), children: fields, forceRender: true }]}
    />
  );
}

function Reading({ isReading, preview, text }: { isReading: boolean; preview: Preview | null; text: string }) {
  const t = useText('referrals');
  if (text.trim() === '') return <>{t('register.textHelp')}</>;
  if (!preview) return <>{isReading ? t('register.reading') : t('register.textHelp')}</>;
  return (
    <span className="rm-ref-reading" aria-live="polite">
      {preview.fields.length > 0 && <MessageText message={{ text, fields: preview.fields }} compact />}
      {preview.isSeveral && <span className="rm-tone-waiting">{t('register.several')}</span>}
      {preview.missing.length > 0 ? (
        <span className="rm-tone-waiting">
          {t('register.readingMissing', { parts: partsText(t, preview.missing) })}
        </span>
      ) : (
        <span className="rm-tone-allowed">{t('register.readingComplete')}</span>
      )}
    </span>
  );
}

/** Fills what was read into fields nobody typed in; answers the institution the introducer belongs to. */
function fill(form: FormInstance<Values>, preview: Preview, byHand: ReadonlySet<string>): string | null {
  const read = (name: string) => preview.fields.find((field) => field.field === name)?.value ?? null;
  const words = (name: string) => (read(name) === null ? undefined : String(read(name)));
  const sex = words('sex');
  const introducer = words('introducer') ?? words('institution');
  const age = Number(read('age') ?? Number.NaN);
  const found: Record<string, unknown> = {
    patientName: words('patientName'),
    sex: sex === 'male' || sex === 'female' ? sex : undefined,
    disease: words('disease'),
    introducer: introducer === undefined ? undefined : { introducerId: null, text: introducer },
    age: Number.isNaN(age) ? undefined : age,
    phone: words('phone'),
    department: words('department'),
    expected: preview.expectedFrom === null ? undefined : dayjs(preview.expectedFrom),
  };
  for (const [name, value] of Object.entries(found)) {
    if (!byHand.has(name)) form.setFieldValue(name as keyof Values, value);
  }
  return words('introducer') === undefined ? null : (words('institution') ?? null);
}

function bodyOf(values: Values, text: string, institution: string | null) {
  const expected = values.expected?.valueOf() ?? null;
  const known = values.introducer?.introducerId ?? null;
  // What the caller said is kept beside the fields: evidence, should somebody ask later.
  const note = [values.note?.trim(), text.trim()].filter(Boolean).join('\n').slice(0, 500);
  return {
    channel: 'phone' as const,
    stage: values.stage,
    patientName: values.patientName ?? null,
    sex: values.sex ?? null,
    age: values.age ?? null,
    phone: values.phone?.trim() || null,
    disease: values.disease ?? null,
    department: values.department ?? null,
    isAccompanied: values.isAccompanied ?? false,
    note: note || null,
    expectedFrom: expected,
    expectedUntil: expected,
    introducerId: known,
    introducerText: known === null ? (values.introducer?.text ?? null) : null,
    institution: known === null ? institution : null,
  };
}
