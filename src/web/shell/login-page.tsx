import { Button, Checkbox, Form, Input, type InputRef } from 'antd';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { giveSecondFactor, signIn } from '#modules/staff/contract.ts';
import { listSsoOffers } from '#modules/staff/contract-sso.ts';
import { call } from '#web/api/client.ts';
import { type ApiProblem, problemOf } from '#web/api/problem.ts';
import { type Text, useText } from '#web/i18n.ts';
import { useProblemWords } from '#web/kit/states.tsx';
import { safeReturn } from './address.ts';
import { QuietPage } from './quiet-page.tsx';

type Step = 'password' | 'code';

/** Username and password, then the second factor where the account has one. */
export default function LoginPage({ onSignedIn }: { onSignedIn: () => void }) {
  const t = useText('shell');
  const k = useText('kit');
  const [step, setStep] = useState<Step>(() =>
    new URLSearchParams(location.search).get('step') === 'code' ? 'code' : 'password',
  );
  const [note, setNote] = useState<string | null>(() => firstNote(t));
  useEffect(() => {
    document.title = `${t('login.title')} · ${k('product')}`;
  }, [t, k]);
  return (
    <QuietPage>
      {step === 'password' ? (
        <PasswordStep
          note={note}
          onDone={(needsCode) => {
            setNote(null);
            if (needsCode) setStep('code');
            else onSignedIn();
          }}
        />
      ) : (
        <CodeStep
          onSignedIn={onSignedIn}
          onBack={(why) => {
            setNote(why);
            setStep('password');
          }}
        />
      )}
    </QuietPage>
  );
}

function PasswordStep({ note, onDone }: { note: string | null; onDone: (needsCode: boolean) => void }) {
  const t = useText('shell');
  const problemWords = useProblemWords();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [capsLock, setCapsLock] = useState(false);
  const first = useRef<InputRef>(null);
  useEffect(() => first.current?.focus(), []);

  const send = async (given: { username: string; password: string }) => {
    setBusy(true);
    setProblem(null);
    try {
      const answer = await call(signIn, { body: given }, { keepPageOn401: true });
      onDone(answer.status === 'second_factor_needed');
    } catch (thrown) {
      setProblem(problemOf(thrown));
    } finally {
      setBusy(false);
    }
  };
  const watchCapsLock = (event: KeyboardEvent) => setCapsLock(event.getModifierState('CapsLock'));
  return (
    <>
      <h1>{t('login.title')}</h1>
      {problem ? (
        <p role="alert" className="rm-note rm-note-prohibited">
          {words(problem, t) ?? problemWords(problem).text}
        </p>
      ) : (
        note && (
          <p role="status" className="rm-note rm-note-waiting">
            {note}
          </p>
        )
      )}
      <Form layout="vertical" requiredMark={false} onFinish={(given) => void send(given)}>
        <Form.Item
          name="username"
          label={t('login.username')}
          rules={[{ required: true, whitespace: true, message: t('login.needUsername') }]}
        >
          <Input ref={first} autoComplete="username" autoCapitalize="none" spellCheck={false} maxLength={40} />
        </Form.Item>
        <Form.Item
          name="password"
          label={t('login.password')}
          rules={[{ required: true, message: t('login.needPassword') }]}
          {...(capsLock ? { extra: t('login.capsLock') } : {})}
        >
          <Input.Password autoComplete="current-password" maxLength={200} onKeyUp={watchCapsLock} />
        </Form.Item>
        <Button type="primary" htmlType="submit" block loading={busy}>
          {t('login.submit')}
        </Button>
      </Form>
      <SsoButtons />
      <p className="rm-quiet-foot">{t('login.forgot')}</p>
    </>
  );
}

/** Why the person stands here: single sign-on did not work, or the session has ended. */
function firstNote(t: Text): string | null {
  const search = new URLSearchParams(location.search);
  const problem = search.get('problem')?.replace('staff.sso-', '') ?? '';
  if (['unavailable', 'expired', 'refused', 'unknown'].includes(problem)) return t(`login.sso.${problem}`);
  return search.has('return') ? t('login.again') : null;
}

/** A button for each identity provider of the house; nothing where there is none. */
function SsoButtons() {
  const [offers, setOffers] = useState<readonly { id: string; label: string }[]>([]);
  useEffect(() => {
    // Whoever cannot be told of providers still has his password.
    void call(listSsoOffers, {}, { keepPageOn401: true })
      .then(({ items }) => setOffers(items))
      .catch(() => undefined);
  }, []);
  const wanted = encodeURIComponent(safeReturn(new URLSearchParams(location.search).get('return')));
  return offers.map(({ id, label }) => (
    <Button key={id} block style={{ marginBlockStart: 8 }} href={`/api/session/sso/${id}/start?return=${wanted}`}>
      {label}
    </Button>
  ));
}

function CodeStep({ onSignedIn, onBack }: { onSignedIn: () => void; onBack: (why: string | null) => void }) {
  const t = useText('shell');
  const problemWords = useProblemWords();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const field = useRef<InputRef>(null);
  useEffect(() => field.current?.focus(), []);
  const send = async (given: { code: string; trustDevice?: boolean }) => {
    setBusy(true);
    setProblem(null);
    try {
      const code = given.code.replace(/\s/g, '');
      await call(
        giveSecondFactor,
        { body: { code, trustDevice: given.trustDevice === true } },
        { keepPageOn401: true },
      );
      onSignedIn();
    } catch (thrown) {
      const failure = problemOf(thrown);
      if (failure.code === 'staff.sign-in-expired') onBack(t('login.expired'));
      else setProblem(failure);
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <h1>{t('login.codeTitle')}</h1>
      <p className="rm-soft">{t('login.codeText')}</p>
      {problem && (
        <p role="alert" className="rm-note rm-note-prohibited">
          {words(problem, t) ?? problemWords(problem).text}
        </p>
      )}
      <Form layout="vertical" requiredMark={false} onFinish={(given) => void send(given)}>
        <Form.Item
          name="code"
          label={t('login.code')}
          rules={[{ required: true, min: 6, message: t('login.codeText') }]}
        >
          <Input ref={field} inputMode="text" autoComplete="one-time-code" maxLength={24} className="rm-code-field" />
        </Form.Item>
        <Form.Item name="trustDevice" valuePropName="checked">
          <Checkbox>{t('login.trust')}</Checkbox>
        </Form.Item>
        <Button type="primary" htmlType="submit" block loading={busy}>
          {t('login.verify')}
        </Button>
        <Button type="text" block onClick={() => onBack(null)}>
          {t('login.back')}
        </Button>
      </Form>
    </>
  );
}

/** Our own words for what may happen at the door; null: the problem's own. */
function words(problem: ApiProblem, t: Text): string | null {
  switch (problem.code) {
    case 'staff.wrong-credentials':
    case 'web.signed-out':
      return t('login.wrong');
    case 'staff.wrong-code':
      return t('login.wrongCode');
    case 'staff.locked-out': {
      const minutes = problem.facts['minutes'];
      return minutes ? t('login.locked', { minutes }) : t('login.lockedSome');
    }
    default:
      return null;
  }
}
