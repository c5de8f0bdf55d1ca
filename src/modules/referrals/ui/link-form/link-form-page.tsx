import { CheckCircleFilled } from '@ant-design/icons';
import { Button, Checkbox, Form, Input, InputNumber, Radio } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { call } from '#web/api/client.ts';
import { newKey } from '#web/api/intent.ts';
import { type ApiProblem, problemOf } from '#web/api/problem.ts';
import { addMessages, useText } from '#web/i18n.ts';
import { Logo } from '#web/kit/logo.tsx';
import { Picture } from '#web/kit/pictures.tsx';
import { When } from '#web/kit/small.tsx';
import { PageSkeleton, ProblemNote } from '#web/kit/states.tsx';
import { DensityRoot } from '#web/kit/theme-root.tsx';
import { readReferralLink, submitReferralLink } from '../../contract/intake.ts';
import { linkFormTexts } from '../messages/link-form.ts';
import '../referrals.css';

addMessages('referralLink', linkFormTexts);

type Link = Awaited<ReturnType<typeof call<typeof readReferralLink>>>;
type Receipt = Awaited<ReturnType<typeof call<typeof submitReferralLink>>>;

/** The personal form of an introducer: no login, made for a telephone in one hand. */
export default function LinkFormPage() {
  const t = useText('referralLink');
  const token = decodeURIComponent(location.pathname.slice('/r/'.length).replace(/\/$/, ''));
  const [link, setLink] = useState<Link | null>(null);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [receipt, setReceipt] = useState<Receipt | null>(null);
  useEffect(() => {
    document.title = t('title');
    call(readReferralLink, { params: { token } })
      .then(setLink)
      .catch((thrown: unknown) => setProblem(problemOf(thrown)));
  }, [token, t]);
  return (
    <DensityRoot density="large">
      <main className="rm-link-page">
        <header>
          <Logo size={36} />
          <span>
            <strong>{link?.hospitalName ?? t('title')}</strong>
            {link && <small>{t('title')}</small>}
          </span>
        </header>
        {problem ? (
          <BrokenLink problem={problem} />
        ) : !link ? (
          <PageSkeleton rows={5} />
        ) : receipt ? (
          <Thanks receipt={receipt} link={link} onNext={() => setReceipt(null)} />
        ) : (
          <LinkForm token={token} link={link} onDone={setReceipt} />
        )}
        <footer>{t('foot')}</footer>
      </main>
    </DensityRoot>
  );
}

interface Values {
  patientName: string;
  sex: 'male' | 'female';
  disease: string;
  age?: number | null;
  phone?: string;
  expected?: string;
  note?: string;
  isAccompanied?: boolean;
  consent: boolean;
}

function LinkForm({ token, link, onDone }: { token: string; link: Link; onDone: (receipt: Receipt) => void }) {
  const t = useText('referralLink');
  const [form] = Form.useForm<Values>();
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [busy, setBusy] = useState(false);
  const key = useRef({ content: '', key: '' });
  const submit = async ({ consent: _, ...values }: Values) => {
    const body = {
      patientName: values.patientName,
      sex: values.sex,
      disease: values.disease,
      age: values.age ?? null,
      phone: values.phone?.trim() || null,
      note: values.note?.trim() || null,
      isAccompanied: values.isAccompanied ?? false,
      department: null,
      expected: values.expected ?? '',
    };
    const content = JSON.stringify(body);
    if (key.current.content !== content) key.current = { content, key: newKey() };
    setBusy(true);
    setProblem(null);
    try {
      onDone(await call(submitReferralLink, { params: { token }, body }, { idempotencyKey: key.current.key }));
    } catch (thrown) {
      setProblem(problemOf(thrown));
    } finally {
      setBusy(false);
    }
  };
  const need = (message: string) => [{ required: true, message }];
  return (
    <Form<Values>
      form={form}
      layout="vertical"
      requiredMark={false}
      scrollToFirstError
      onFinish={(values) => void submit(values)}
    >
      <h1>{t('heading')}</h1>
      <p className="rm-soft">{t('invited', { name: link.introducerName, hospital: link.hospitalName })}</p>
      <Form.Item
        name="patientName"
        label={t('patientName')}
        rules={[{ required: true, whitespace: true, message: t('needName') }]}
      >
        <Input maxLength={60} autoComplete="off" placeholder={t('nameExample')} />
      </Form.Item>
      <Form.Item name="sex" label={t('sex')} rules={need(t('needSex'))}>
        <Radio.Group
          block
          optionType="button"
          buttonStyle="solid"
          options={[
            { value: 'male', label: t('male') },
            { value: 'female', label: t('female') },
          ]}
        />
      </Form.Item>
      <Form.Item
        name="disease"
        label={t('disease')}
        rules={[{ required: true, whitespace: true, message: t('needDisease') }]}
      >
        <Input maxLength={200} autoComplete="off" placeholder={t('diseaseExample')} />
      </Form.Item>
      <Form.Item name="expected" label={t('expected')} extra={t('expectedHelp')}>
        <Input maxLength={60} autoComplete="off" placeholder={t('expectedExample')} />
      </Form.Item>
      <div className="rm-ref-pair">
        <Form.Item name="age" label={t('age')}>
          <InputNumber min={0} max={150} precision={0} inputMode="numeric" style={{ width: '100%' }} />
        </Form.Item>
        <Form.Item
          name="phone"
          label={t('phone')}
          rules={[{ pattern: /^(?:\D*\d){5,20}\D*$/, message: t('phoneWrong') }]}
        >
          <Input maxLength={30} inputMode="tel" autoComplete="off" />
        </Form.Item>
      </div>
      <Form.Item name="note" label={t('note')}>
        <Input.TextArea maxLength={200} autoSize={{ minRows: 2, maxRows: 4 }} />
      </Form.Item>
      <Form.Item name="isAccompanied" valuePropName="checked">
        <Checkbox>{t('accompanied')}</Checkbox>
      </Form.Item>
      <Form.Item
        name="consent"
        valuePropName="checked"
        rules={[
          {
            validator: async (_, agreed: boolean) => (agreed ? undefined : Promise.reject(new Error(t('needConsent')))),
          },
        ]}
      >
        <Checkbox>{t('consent')}</Checkbox>
      </Form.Item>
      <ProblemNote problem={problem} />
      <Button type="primary" htmlType="submit" block size="large" loading={busy}>
        {t('submit')}
      </Button>
      <p className="rm-ref-note rm-ref-gap">{t('privacy', { hospital: link.hospitalName })}</p>
    </Form>
  );
}

function Thanks({ receipt, link, onNext }: { receipt: Receipt; link: Link; onNext: () => void }) {
  const t = useText('referralLink');
  return (
    <section className="rm-ref-done" aria-live="polite">
      <CheckCircleFilled className="rm-tone-allowed" />
      <h1>{t('thanks')}</h1>
      <p>{t('thanksText', { hospital: link.hospitalName })}</p>
      <dl className="rm-facts">
        <div>
          <dt>{t('number')}</dt>
          <dd className="rm-number">{receipt.referralId}</dd>
        </div>
        <div>
          <dt>{t('received')}</dt>
          <dd>
            <When at={receipt.receivedAt} full withSeconds />
          </dd>
        </div>
      </dl>
      {receipt.missing.length > 0 && (
        <p className="rm-note rm-note-waiting">
          {t('missing', { parts: receipt.missing.map((part) => t(`part.${part}`)).join(t('comma')) })}
        </p>
      )}
      <Button size="large" block onClick={onNext}>
        {t('next')}
      </Button>
    </section>
  );
}

function BrokenLink({ problem }: { problem: ApiProblem }) {
  const t = useText('referralLink');
  const isUnknown = problem.status === 404 || problem.status === 400 || problem.status === 422;
  return (
    <div role="alert" className="rm-empty">
      <Picture name="broken" />
      <h1 className="rm-empty-title">{isUnknown ? t('unknown') : problem.title || t('failed')}</h1>
      <p className="rm-empty-text">{isUnknown ? t('unknownText') : problem.detail || t('failedText')}</p>
      {!isUnknown && (
        <div className="rm-empty-action">
          <Button type="primary" onClick={() => location.reload()}>
            {t('retry')}
          </Button>
        </div>
      )}
    </div>
  );
}
