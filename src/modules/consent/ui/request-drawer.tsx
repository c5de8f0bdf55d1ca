import { Button, Input } from 'antd';
import { useState } from 'react';
import { fileAddress, useCommand, useEvents, useRead } from '#web/api/index.ts';
import { useText } from '#web/i18n.ts';
import {
  DetailDrawer,
  Facts,
  JobProgress,
  PageLink,
  ProblemNote,
  Section,
  StateTag,
  Timeline,
  useConfirmDanger,
  usePageParams,
  When,
} from '#web/kit/index.ts';
import {
  answerRequest,
  closeRequest,
  downloadFile,
  extendRequest,
  produceFiles,
  type RequestDetail,
  readRequest,
  verifyIdentity,
} from '../contract/index.ts';
import './consent.css';
import { Deadline, requestTones } from './requests-page.tsx';

/** One request: who asks what, the next step, files, outcome, history. */
export default function RequestDrawer() {
  const t = useText('consent');
  const { requestId } = usePageParams<'requestId'>();
  const read = useRead(readRequest, { params: { requestId } });
  useEvents(['rights'], undefined, { invalidates: [readRequest] });
  const row = read.data;
  return (
    <DetailDrawer
      title={row ? `${row.requestNo} · ${t(`request.kind.${row.kind}`)}` : t('request.one')}
      extra={row && <StateTag tone={requestTones[row.state]}>{t(`request.state.${row.state}`)}</StateTag>}
      back="/consents/requests"
      width={680}
      isLoading={read.isPending}
      error={read.error}
      onRetry={() => void read.refetch()}
    >
      {row && (
        <>
          <Section>
            <Facts
              items={[
                [
                  t('columns.person'),
                  <PageLink key="person" to={`/patients/${row.patientId}/consents`}>
                    {[row.patientName, row.recordNo].filter(Boolean).join(' · ')}
                  </PageLink>,
                ],
                [t('request.detail'), row.detail || null],
                [
                  t('request.requester'),
                  [t(`giver.${row.requester}`), row.requesterName, t(`via.${row.via}`)].filter(Boolean).join(' · '),
                ],
                [t('columns.at'), <When key="at" at={row.receivedAt} full />],
                [t('request.deadline'), <Deadline key="deadline" row={row} />],
                [t('request.verify'), row.identityHow && `${row.identityHow} · ${row.identityByName}`],
              ]}
            />
            {row.legalHold && <p className="rm-note rm-note-waiting">{t('request.hold', { reason: row.legalHold })}</p>}
          </Section>
          <Steps key={row.version} row={row} />
          {row.files.length > 0 && (
            <Section title={t('request.files')}>
              <ul className="cs-kinds">
                {row.files.map((file) => (
                  <li key={file.fileId}>
                    <a href={fileAddress(downloadFile, { params: { fileId: file.fileId } })}>{file.fileName}</a>
                    <span className="rm-faint">
                      {Math.ceil(file.bytes / 1024)} KB · <When at={file.expiresAt} full />
                    </span>
                  </li>
                ))}
              </ul>
            </Section>
          )}
          {row.closedAt !== null && (
            <Section title={t('request.outcome')}>
              <p>{row.outcomeReason}</p>
              <ul className="cs-kinds">
                {row.outcomeParts?.map((part) => (
                  <li key={part.category}>
                    <StateTag tone={part.outcome === 'kept' ? 'inactive' : 'allowed'}>
                      {t(`request.part.${part.outcome}`)}
                    </StateTag>
                    <span className="cs-states">{part.because}</span>
                  </li>
                ))}
              </ul>
            </Section>
          )}
          <Section title={t('request.history')}>
            <Timeline
              exact
              entries={row.events.map((event, index) => ({
                key: `${event.at} ${index}`,
                at: event.at,
                title: t(`request.event.${event.kind}`),
                by: event.actorName,
                text: event.note,
              }))}
            />
          </Section>
        </>
      )}
    </DetailDrawer>
  );
}

function Steps({ row }: { row: RequestDetail }) {
  const t = useText('consent');
  const confirm = useConfirmDanger();
  const [text, setText] = useState('');
  const verify = useCommand(verifyIdentity);
  const extend = useCommand(extendRequest);
  const produce = useCommand(produceFiles);
  const answer = useCommand(answerRequest);
  const close = useCommand(closeRequest);
  const params = { requestId: row.requestId };
  const { version } = row;
  if (row.state !== 'received' && row.state !== 'verified') return null;
  const problem = verify.problem ?? extend.problem ?? produce.problem ?? answer.problem ?? close.problem;
  const isVerified = row.state === 'verified';
  const isFileKind = row.kind === 'copy' || row.kind === 'portability';
  const isTakingOut = row.kind === 'deletion' || row.kind === 'restriction';
  const ended = (as: 'refused' | 'cancelled') =>
    confirm({
      title: t(as === 'refused' ? 'request.refuse' : 'request.cancel'),
      text: row.requestNo,
      ok: t(as === 'refused' ? 'request.refuse' : 'request.cancel'),
      reason: 'required',
      onConfirm: (reason) => close.run({ params, body: { as, reason, version } }),
    });
  return (
    <Section title={t(isVerified ? 'request.answer' : 'request.verify')}>
      <ProblemNote problem={problem} />
      {isVerified && isFileKind && (
        <>
          <p className="rm-soft">{t('request.produceText')}</p>
          <p>
            <Button loading={produce.isRunning} onClick={() => void produce.run({ params, body: { version } })}>
              {t('request.produce')}
            </Button>
          </p>
          {row.jobId && row.files.length === 0 && <JobProgress jobId={row.jobId} />}
        </>
      )}
      {isVerified && isTakingOut && <p className="rm-note rm-note-waiting">{t('request.deletionText')}</p>}
      <Input.TextArea
        value={text}
        onChange={(event) => setText(event.target.value)}
        maxLength={500}
        autoSize={{ minRows: 2 }}
        aria-label={t(isVerified ? 'request.answerHint' : 'request.verifyHow')}
        placeholder={t(isVerified ? 'request.answerHint' : 'request.verifyHint')}
      />
      <p className="cs-states" style={{ marginTop: 12 }}>
        <Button
          type="primary"
          disabled={text.trim().length < 2}
          loading={verify.isRunning || answer.isRunning}
          onClick={() =>
            void (isVerified
              ? answer.run({ params, body: { outcome: text.trim(), version } })
              : verify.run({ params, body: { how: text.trim(), version } }))
          }
        >
          {t(isVerified ? 'request.answer' : 'request.verify')}
        </Button>
        {row.extensionReason === null && (
          <Button
            onClick={() =>
              confirm({
                title: t('request.extend'),
                text: t('request.extendText'),
                ok: t('request.extend'),
                reason: 'required',
                onConfirm: (reason) => extend.run({ params, body: { reason, version } }),
              })
            }
          >
            {t('request.extend')}
          </Button>
        )}
        <Button danger onClick={() => ended('refused')}>
          {t('request.refuse')}
        </Button>
        <Button onClick={() => ended('cancelled')}>{t('request.cancel')}</Button>
      </p>
    </Section>
  );
}
