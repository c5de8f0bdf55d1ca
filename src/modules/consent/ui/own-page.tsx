import { Button, Checkbox, Input, Radio, Select } from 'antd';
import { useEffect, useState } from 'react';
import { call } from '#web/api/client.ts';
import { newKey } from '#web/api/intent.ts';
import { type ApiProblem, problemOf } from '#web/api/problem.ts';
import { addMessages, useText } from '#web/i18n.ts';
import { Logo } from '#web/kit/logo.tsx';
import { Picture } from '#web/kit/pictures.tsx';
import { PageSkeleton, ProblemNote } from '#web/kit/states.tsx';
import { DensityRoot } from '#web/kit/theme-root.tsx';
import { type Channel, channels } from '../contract/common.ts';
import {
  changeOwnPreference,
  type OwnPage,
  readOwnPage,
  requestOwn,
  signOwn,
  withdrawOwn,
} from '../contract/public.ts';
import './consent.css';
import { ownTexts } from './texts/own.ts';

addMessages('ownConsents', ownTexts);

interface Act {
  readonly token: string;
  readonly page: OwnPage;
  /** Runs one change; the page shows what the server then says. */
  readonly run: (work: () => Promise<OwnPage | undefined>, done?: string) => Promise<void>;
  readonly busy: boolean;
}

/** A person's own page: no login, made for a telephone in one hand. */
export default function OwnConsentsPage() {
  const t = useText('ownConsents');
  const token = decodeURIComponent(location.pathname.slice('/my/'.length).replace(/\/$/, ''));
  const [page, setPage] = useState<OwnPage | null>(null);
  const [broken, setBroken] = useState<ApiProblem | null>(null);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [done, setDone] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    document.title = t('title');
    call(readOwnPage, { params: { token } })
      .then(setPage)
      .catch((thrown: unknown) => setBroken(problemOf(thrown)));
  }, [token, t]);
  const run: Act['run'] = async (work, said) => {
    setBusy(true);
    setProblem(null);
    setDone(null);
    try {
      const next = await work();
      if (next) setPage(next);
      if (said) setDone(said);
    } catch (thrown) {
      setProblem(problemOf(thrown));
    } finally {
      setBusy(false);
    }
  };
  return (
    <DensityRoot density="large">
      <main className="cs-own">
        <header>
          <Logo size={36} />
          <span>
            <strong>{page?.hospitalName ?? t('title')}</strong>
            {page && <small>{t('title')}</small>}
          </span>
        </header>
        {broken ? (
          <Broken problem={broken} />
        ) : !page ? (
          <PageSkeleton rows={5} />
        ) : (
          <>
            <p>{t('hello', { name: page.name, hospital: page.hospitalName })}</p>
            <div aria-live="polite">{done && <p className="rm-note rm-note-allowed">{done}</p>}</div>
            <ProblemNote problem={problem} />
            <Own act={{ token, page, run, busy }} onSaid={setDone} />
          </>
        )}
        <footer className="rm-faint">{t('foot')}</footer>
      </main>
    </DensityRoot>
  );
}

function Own({ act, onSaid }: { act: Act; onSaid: (text: string) => void }) {
  return (
    <>
      {act.page.offers.map((offer) => (
        <Offer key={`${offer.kind} ${offer.version}`} act={act} offer={offer} />
      ))}
      <Kinds act={act} />
      <Preferences act={act} />
      <Rights act={act} onSaid={onSaid} />
    </>
  );
}

function Kinds({ act: { token, page, run, busy } }: { act: Act }) {
  const t = useText('ownConsents');
  const [asked, setAsked] = useState<string | null>(null);
  const withdraw = (kind: OwnPage['kinds'][number]['kind'] | 'all') => {
    if (asked !== kind) return setAsked(kind);
    setAsked(null);
    void run(() => call(withdrawOwn, { params: { token, kind }, body: {} }, { idempotencyKey: newKey() }), t('done'));
  };
  const label = (kind: string, text: string) => (asked === kind ? t('sure') : text);
  return (
    <section>
      <h2>{t('kinds')}</h2>
      <ul className="cs-kinds">
        {page.kinds.map((one) => {
          const isService = one.kind === 'service';
          const isOn = one.state === 'given' || (isService && one.state === 'none');
          return (
            <li key={one.kind}>
              <span>
                <strong>{one.title}</strong>
                <br />
                <span className={one.state === 'given' ? 'rm-tone-allowed' : 'rm-faint'}>
                  {isService && one.state === 'none' ? t('service') : t(`state.${one.state}`)}{' '}
                  {one.channels
                    .filter((each) => each.state === 'given')
                    .map((each) => t(`channel.${each.channel}`))
                    .join(' ')}
                </span>
              </span>
              {isOn && (
                <Button danger loading={busy && asked === one.kind} onClick={() => withdraw(one.kind)}>
                  {label(one.kind, t(isService ? 'stop' : 'withdraw'))}
                </Button>
              )}
            </li>
          );
        })}
      </ul>
      <Button block danger onClick={() => withdraw('all')}>
        {label('all', t('all'))}
      </Button>
    </section>
  );
}

function Offer({ act: { token, page, run, busy }, offer }: { act: Act; offer: OwnPage['offers'][number] }) {
  const t = useText('ownConsents');
  const [ticked, setTicked] = useState<Channel[]>([]);
  const [guardianName, setGuardianName] = useState('');
  const [guardianRelation, setGuardianRelation] = useState('');
  const sign = (agrees: boolean) =>
    void run(() =>
      call(
        signOwn,
        {
          params: { token, kind: offer.kind },
          body: { agrees, version: offer.version, channels: agrees ? ticked : [], guardianName, guardianRelation },
        },
        { idempotencyKey: newKey() },
      ),
    );
  const isReady = offer.channels.length === 0 || ticked.length > 0;
  return (
    <section>
      <h2>{t('offers')}</h2>
      <strong>{offer.title}</strong>
      <div className="cs-own-offer">{offer.body}</div>
      {offer.channels.length > 0 && (
        <>
          <p className="rm-soft">{t('optional')}</p>
          <Checkbox.Group
            value={ticked}
            onChange={setTicked}
            options={offer.channels.map((value) => ({ value, label: t(`channel.${value}`) }))}
          />
        </>
      )}
      {page.needsGuardian && (
        <>
          <p className="rm-soft">{t('guardian')}</p>
          <Input
            placeholder={t('guardianName')}
            aria-label={t('guardianName')}
            maxLength={60}
            value={guardianName}
            onChange={(event) => setGuardianName(event.target.value)}
          />
          <Input
            placeholder={t('guardianRelation')}
            aria-label={t('guardianRelation')}
            maxLength={30}
            value={guardianRelation}
            onChange={(event) => setGuardianRelation(event.target.value)}
            style={{ marginTop: 8 }}
          />
        </>
      )}
      <p className="cs-states" style={{ marginTop: 12 }}>
        <Button loading={busy} disabled={!isReady} onClick={() => sign(true)}>
          {t('agree')}
        </Button>
        <Button loading={busy} onClick={() => sign(false)}>
          {t('refuse')}
        </Button>
      </p>
    </section>
  );
}

const spans = { any: null, morning: [480, 720], afternoon: [720, 1080], evening: [1080, 1260] } as const;
type Span = keyof typeof spans;

function Preferences({ act: { token, page, run, busy } }: { act: Act }) {
  const t = useText('ownConsents');
  const stored = page.preference;
  const [declined, setDeclined] = useState<Channel[]>(stored.declinedChannels);
  const [span, setSpan] = useState<Span>(
    (Object.keys(spans) as Span[]).find((key) => spans[key]?.[0] === stored.fromMinute) ?? 'any',
  );
  const [general, setGeneral] = useState(stored.wantsNoPersonalisation);
  const save = () =>
    void run(
      () =>
        call(
          changeOwnPreference,
          {
            params: { token },
            body: {
              ...stored,
              declinedChannels: declined,
              fromMinute: spans[span]?.[0] ?? null,
              untilMinute: spans[span]?.[1] ?? null,
              wantsNoPersonalisation: general,
            },
          },
          { idempotencyKey: newKey() },
        ),
      t('saved'),
    );
  return (
    <section>
      <h2>{t('preference')}</h2>
      <p>{t('declined')}</p>
      <Checkbox.Group
        value={declined}
        onChange={setDeclined}
        options={channels.map((value) => ({ value, label: t(`channel.${value}`) }))}
      />
      <p style={{ marginTop: 12 }}>{t('hours')}</p>
      <Radio.Group
        value={span}
        onChange={(event) => setSpan(event.target.value as Span)}
        options={(Object.keys(spans) as Span[]).map((value) => ({ value, label: t(value) }))}
      />
      <p style={{ marginTop: 12 }}>
        <Checkbox checked={general} onChange={(event) => setGeneral(event.target.checked)}>
          {t('general')}
        </Checkbox>
      </p>
      <Button type="primary" block loading={busy} onClick={save}>
        {t('save')}
      </Button>
    </section>
  );
}

const requestKinds = ['copy', 'correction', 'deletion', 'restriction', 'portability'] as const;

function Rights({ act: { token, run, busy }, onSaid }: { act: Act; onSaid: (text: string) => void }) {
  const t = useText('ownConsents');
  const [kind, setKind] = useState<(typeof requestKinds)[number]>('copy');
  const [detail, setDetail] = useState('');
  const send = () =>
    void run(async () => {
      const filed = await call(
        requestOwn,
        { params: { token }, body: { kind, detail: detail.trim() } },
        { idempotencyKey: newKey() },
      );
      setDetail('');
      onSaid(t('filed', { no: filed.requestNo }));
      window.scrollTo({ top: 0 });
      return undefined;
    });
  return (
    <section>
      <h2>{t('rights')}</h2>
      <p className="rm-soft">{t('rightsText')}</p>
      <Select
        value={kind}
        onChange={setKind}
        aria-label={t('rights')}
        style={{ width: '100%' }}
        options={requestKinds.map((value) => ({ value, label: t(`request.${value}`) }))}
      />
      <Input.TextArea
        value={detail}
        onChange={(event) => setDetail(event.target.value)}
        placeholder={t('detail')}
        aria-label={t('detail')}
        maxLength={1000}
        autoSize={{ minRows: 2 }}
        style={{ margin: '8px 0' }}
      />
      <Button block loading={busy} onClick={send}>
        {t('send')}
      </Button>
    </section>
  );
}

function Broken({ problem }: { problem: ApiProblem }) {
  const t = useText('ownConsents');
  const isUnknown = problem.status === 404 || problem.status === 400;
  return (
    <div role="alert" className="rm-empty">
      <Picture name="broken" />
      <h1 className="rm-empty-title">{isUnknown ? t('broken') : problem.title}</h1>
      <p className="rm-empty-text">{isUnknown ? t('brokenText') : problem.detail}</p>
    </div>
  );
}
