import { App, Button, Form, Input, InputNumber, Modal, Select } from 'antd';
import { useState } from 'react';
import { useCommand } from '#web/api/index.ts';
import { useText } from '#web/i18n.ts';
import {
  CopyButton,
  Facts,
  ProblemNote,
  Section,
  StateTag,
  Timeline,
  type Tone,
  useConfirmDanger,
  When,
} from '#web/kit/index.ts';
import { useMay } from '#web/shell/index.ts';
import {
  type ConsentKind,
  channels,
  consentKinds,
  createLink,
  markKind,
  type PatientConsents,
  removeMark,
  revokeLink,
  type StandingInfo,
  setMark,
  withdrawConsent,
} from '../contract/index.ts';
import { actionTones } from './consents-page.tsx';
import './consent.css';
import { RecordForm } from './record-form.tsx';

const stateTones: Record<StandingInfo['state'], Tone> = {
  none: 'inactive',
  given: 'allowed',
  refused: 'waiting',
  withdrawn: 'prohibited',
  expired: 'inactive',
  outdated: 'waiting',
};

/** Where a person stands, whether one may contact now and why not, marks, links, history. */
export function ConsentPanel({ shown }: { shown: PatientConsents }) {
  const t = useText('consent');
  const mayWrite = useMay('consents.write');
  const [recording, setRecording] = useState(false);
  return (
    <>
      <Section
        title={t('panel.standing')}
        extra={
          mayWrite && (
            <Button type="primary" size="small" onClick={() => setRecording(true)}>
              {t('record.action')}
            </Button>
          )
        }
      >
        {shown.needsGuardian ? (
          <p className="rm-note rm-note-waiting">{t('record.guardianNeeded')}</p>
        ) : (
          shown.isMinor && <p className="rm-note rm-note-waiting">{t('record.minor')}</p>
        )}
        <Standings shown={shown} mayWrite={mayWrite} />
      </Section>
      <Contact shown={shown} />
      <Marks shown={shown} />
      <Links shown={shown} mayWrite={mayWrite} />
      <Section title={t('panel.history')}>
        <Timeline
          exact
          entries={shown.entries.map((entry) => ({
            key: entry.entryId,
            at: entry.recordedAt,
            title: `${t(`action.${entry.action}`)} · ${t(`kind.${entry.kind}`)}`,
            by: entry.recordedByName,
            tone: actionTones[entry.action],
            text: [
              entry.channels.map((channel) => t(`channel.${channel}`)).join(' '),
              t(`via.${entry.via}`),
              entry.giver !== 'patient' &&
                `${t(`giver.${entry.giver}`)} ${entry.giverName ?? ''} ${entry.giverRelation ?? ''}`,
              entry.evidenceKind && t(`evidence.${entry.evidenceKind}`),
              entry.recordingId,
              entry.textVersion && t('panel.version', { version: entry.textVersion }),
              entry.scope,
              entry.reason,
            ]
              .filter(Boolean)
              .join(' · '),
          }))}
        />
      </Section>
      <RecordForm open={recording} shown={shown} onClose={() => setRecording(false)} />
    </>
  );
}

function Standings({ shown, mayWrite }: { shown: PatientConsents; mayWrite: boolean }) {
  const t = useText('consent');
  const confirm = useConfirmDanger();
  const { message } = App.useApp();
  const withdraw = useCommand(withdrawConsent, { onDone: () => message.success(t('panel.withdrawn')) });
  const ask = (kind: ConsentKind | 'all', name: string) =>
    confirm({
      title: `${t('panel.withdrawTitle')} ${name}`,
      text: t('panel.withdrawText'),
      ok: t('panel.withdraw'),
      reason: 'optional',
      onConfirm: async (reason) => {
        const done = await withdraw.run({
          params: { patientId: shown.person.patientId, kind },
          body: { reason: reason || null, via: 'desk' },
        });
        if (done === undefined) throw new Error('refused');
      },
    });
  return (
    <>
      <ProblemNote problem={withdraw.problem} />
      <ul className="cs-kinds">
        {consentKinds.map((kind) => {
          const own = shown.standings.filter((one) => one.kind === kind);
          const said = own.filter((one) => one.state !== 'none');
          const given = own.some((one) => one.state === 'given' || one.state === 'outdated');
          return (
            <li key={kind}>
              <strong>{t(`kind.${kind}`)}</strong>
              <span className="cs-states">
                {said.length === 0 ? (
                  <StateTag tone="inactive">{t('state.none')}</StateTag>
                ) : (
                  groupOf(said).map(([state, among]) => (
                    <StateTag key={state} tone={stateTones[state]}>
                      {[t(`state.${state}`), ...among.map((one) => one && t(`channel.${one}`))]
                        .filter(Boolean)
                        .join(' ')}
                    </StateTag>
                  ))
                )}
                {said[0]?.validUntil && (
                  <span className="rm-faint">
                    <When at={said[0].validUntil} full />
                  </span>
                )}
              </span>
              {mayWrite && given && (
                <Button size="small" danger type="text" onClick={() => ask(kind, t(`kind.${kind}`))}>
                  {t('panel.withdraw')}
                </Button>
              )}
            </li>
          );
        })}
      </ul>
      {mayWrite && (
        <Button size="small" danger onClick={() => ask('all', t('panel.withdrawAll'))}>
          {t('panel.withdrawAll')}
        </Button>
      )}
    </>
  );
}

function groupOf(said: readonly StandingInfo[]): [StandingInfo['state'], StandingInfo['channel'][]][] {
  const groups = new Map<StandingInfo['state'], StandingInfo['channel'][]>();
  for (const one of said) groups.set(one.state, [...(groups.get(one.state) ?? []), one.channel]);
  return [...groups];
}

const contactPurposes = ['service', 'follow_up', 'marketing'] as const;

function Contact({ shown }: { shown: PatientConsents }) {
  const t = useText('consent');
  const { preference } = shown;
  const hour = (minute: number) => `${Math.floor(minute / 60)}:${String(minute % 60).padStart(2, '0')}`;
  return (
    <Section title={t('panel.contact')}>
      <div className="cs-scroll">
        <table className="cs-matrix">
          <thead>
            <tr>
              <th>{t('panel.purpose')}</th>
              {channels.map((channel) => (
                <th key={channel}>{t(`channel.${channel}`)}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {contactPurposes.map((purpose) => (
              <tr key={purpose}>
                <th>{t(`kind.${purpose}`)}</th>
                {channels.map((channel) => {
                  const answer = shown.contact.find((one) => one.purpose === purpose && one.channel === channel);
                  return (
                    <td key={channel} className={answer?.allowed ? 'rm-tone-allowed' : 'rm-faint'}>
                      {answer && t(`reasonWhy.${answer.reason}`)}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Facts
        items={[
          [t('panel.declined'), preference.declinedChannels.map((one) => t(`channel.${one}`)).join(' ') || null],
          [
            t('panel.hours'),
            preference.fromMinute === null || preference.untilMinute === null
              ? t('panel.anyHour')
              : `${hour(preference.fromMinute)} – ${hour(preference.untilMinute)}`,
          ],
        ]}
      />
    </Section>
  );
}

function Marks({ shown }: { shown: PatientConsents }) {
  const t = useText('consent');
  const mayMark = useMay('rights.handle');
  const confirm = useConfirmDanger();
  const [open, setOpen] = useState(false);
  const [form] = Form.useForm<{ kind: (typeof markKind.options)[number]; reason: string }>();
  const kind = Form.useWatch('kind', form);
  const set = useCommand(setMark, { onDone: () => setOpen(false) });
  const lift = useCommand(removeMark);
  return (
    <Section
      title={t('panel.marks')}
      extra={
        mayMark && (
          <Button size="small" onClick={() => setOpen(true)}>
            {t('panel.setMark')}
          </Button>
        )
      }
    >
      <ProblemNote problem={lift.problem} />
      {shown.marks.length === 0 && <p className="rm-faint">{t('panel.noMarks')}</p>}
      <ul className="cs-kinds">
        {shown.marks.map((mark) => (
          <li key={mark.markId}>
            <StateTag tone={mark.kind === 'legal_hold' ? 'primary' : 'prohibited'}>{t(`mark.${mark.kind}`)}</StateTag>
            <span className="cs-states">
              {mark.reason} · {mark.setByName} · <When at={mark.setAt} />
            </span>
            {mayMark && (
              <Button
                size="small"
                type="text"
                onClick={() =>
                  confirm({
                    title: t('panel.liftTitle'),
                    text: t(`mark.${mark.kind}`),
                    ok: t('panel.lift'),
                    reason: 'required',
                    onConfirm: (reason) => lift.run({ params: { markId: mark.markId }, body: { reason } }),
                  })
                }
              >
                {t('panel.lift')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      <Modal
        open={open}
        title={t('panel.setMark')}
        okButtonProps={{ loading: set.isRunning }}
        onOk={() => form.submit()}
        onCancel={() => setOpen(false)}
        destroyOnHidden
      >
        <ProblemNote problem={set.problem} />
        <Form
          form={form}
          layout="vertical"
          requiredMark={false}
          onFinish={(values) => void set.run({ params: { patientId: shown.person.patientId }, body: values })}
        >
          <Form.Item
            name="kind"
            label={t('panel.marks')}
            extra={kind && t(`markHint.${kind}`)}
            rules={[{ required: true, message: t('record.need') }]}
          >
            <Select options={markKind.options.map((value) => ({ value, label: t(`mark.${value}`) }))} />
          </Form.Item>
          <Form.Item
            name="reason"
            label={t('panel.markReason')}
            rules={[{ required: true, min: 2, whitespace: true, message: t('record.need') }]}
          >
            <Input.TextArea maxLength={500} autoSize={{ minRows: 2 }} />
          </Form.Item>
        </Form>
      </Modal>
    </Section>
  );
}

function Links({ shown, mayWrite }: { shown: PatientConsents; mayWrite: boolean }) {
  const t = useText('consent');
  const [open, setOpen] = useState(false);
  const [made, setMade] = useState<string | null>(null);
  const [form] = Form.useForm<{ days: number; offers?: ConsentKind[] }>();
  const make = useCommand(createLink, { onDone: ({ path }) => setMade(`${location.origin}${path}`) });
  const end = useCommand(revokeLink);
  const close = () => {
    setOpen(false);
    setMade(null);
  };
  return (
    <Section
      title={t('panel.links')}
      extra={
        mayWrite && (
          <Button size="small" onClick={() => setOpen(true)}>
            {t('panel.makeLink')}
          </Button>
        )
      }
    >
      {shown.links.length === 0 && <p className="rm-faint">{t('panel.noLinks')}</p>}
      <ul className="cs-kinds">
        {shown.links.slice(0, 5).map((link) => {
          const isOver = link.revokedAt !== null || link.expiresAt < Date.now();
          return (
            <li key={link.linkId}>
              <span className="cs-states">
                <When at={link.createdAt} /> · {link.createdByName}
                {link.lastUsedAt && (
                  <>
                    {' '}
                    · {t('panel.used')} <When at={link.lastUsedAt} />
                  </>
                )}
              </span>
              {isOver ? (
                <span className="rm-faint">{t(link.revokedAt ? 'panel.revoked' : 'panel.expired')}</span>
              ) : (
                mayWrite && (
                  <Button
                    size="small"
                    type="text"
                    danger
                    onClick={() => void end.run({ params: { linkId: link.linkId } })}
                  >
                    {t('panel.revoke')}
                  </Button>
                )
              )}
            </li>
          );
        })}
      </ul>
      <Modal
        open={open}
        title={t('panel.makeLink')}
        okButtonProps={{ loading: make.isRunning, disabled: made !== null }}
        onOk={() => form.submit()}
        onCancel={close}
        destroyOnHidden
      >
        <p className="rm-soft">{t('panel.linkText')}</p>
        <ProblemNote problem={make.problem} />
        {made ? (
          <p className="cs-link">
            <code>{made}</code> <CopyButton text={made} />
          </p>
        ) : (
          <Form
            form={form}
            layout="vertical"
            initialValues={{ days: 90 }}
            onFinish={({ days, offers = [] }) =>
              void make.run({ params: { patientId: shown.person.patientId }, body: { days, offers } })
            }
          >
            <Form.Item name="days" label={t('panel.days')}>
              <InputNumber min={1} max={365} precision={0} />
            </Form.Item>
            <Form.Item name="offers" label={t('panel.offers')}>
              <Select
                mode="multiple"
                options={consentKinds
                  .filter((kind) => kind !== 'image_story')
                  .map((value) => ({ value, label: t(`kind.${value}`) }))}
              />
            </Form.Item>
          </Form>
        )}
      </Modal>
    </Section>
  );
}
