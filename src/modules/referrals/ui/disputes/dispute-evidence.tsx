import { FilePdfOutlined, PaperClipOutlined, PictureOutlined } from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import { App, Button, Input, Progress, Radio } from 'antd';
import { useRef, useState } from 'react';
import { type ApiProblem, fileAddress, problemOf, refresh, upload, useCommand } from '#web/api/index.ts';
import { useLanguage } from '#web/i18n.ts';
import { ProblemNote, Section, When } from '#web/kit/index.ts';
import { useMay } from '#web/shell/index.ts';
import {
  addEvidence,
  addEvidenceFile,
  type DisputeDetail,
  type DisputeParty,
  readDispute,
  readEvidenceFile,
} from '../../contract/disputes.ts';
import { useDesk } from '../desk-text.ts';
import { partyName, sideLetter } from './dispute-words.ts';

interface EvidenceProps {
  readonly dispute: DisputeDetail;
  readonly parts: readonly DisputeParty[];
}

const fileBytesMax = 10 * 1024 * 1024;
const fileKinds = ['image/jpeg', 'image/png', 'image/webp', 'application/pdf'];

/** What both sides bring forward, and the form to add more while it is open. */
export function DisputeEvidence({ dispute, parts }: EvidenceProps) {
  const t = useDesk();
  const mayAdd = useMay('referrals.dispute.evidence') && dispute.state !== 'dissolved';
  return (
    <Section title={t('disputes.evidence')}>
      {dispute.evidence.length === 0 && <p className="rm-faint">{t('disputes.evidenceEmpty')}</p>}
      <ul className="rx-evidence">
        {dispute.evidence.map((one) => (
          <EvidenceRow key={one.evidenceId} evidence={one} dispute={dispute} parts={parts} />
        ))}
      </ul>
      {mayAdd && <EvidenceForm dispute={dispute} parts={parts} />}
    </Section>
  );
}

function EvidenceRow({ evidence, dispute, parts }: EvidenceProps & { evidence: DisputeDetail['evidence'][number] }) {
  const t = useDesk();
  const language = useLanguage();
  const side = parts.findIndex((party) => party.referralId === evidence.side);
  const address = fileAddress(readEvidenceFile, {
    params: { disputeId: dispute.disputeId, evidenceId: evidence.evidenceId },
  });
  const isPdf = evidence.mediaType === 'application/pdf';
  return (
    <li>
      <p>
        <strong>
          {side < 0
            ? t('disputes.evidenceNeutral')
            : `${t('disputes.side', { letter: sideLetter(side, language === 'en') })} ${partyName(parts[side]!, t)}`}
        </strong>{' '}
        <span className="rm-faint">
          {evidence.addedByName} · <When at={evidence.addedAt} full withSeconds />
        </span>
      </p>
      {evidence.text && <p>{evidence.text}</p>}
      {evidence.fileName && (
        <p>
          <a href={address} target="_blank" rel="noreferrer">
            {isPdf ? <FilePdfOutlined aria-hidden /> : <PictureOutlined aria-hidden />} {evidence.fileName}
          </a>
        </p>
      )}
    </li>
  );
}

function EvidenceForm({ dispute, parts }: EvidenceProps) {
  const t = useDesk();
  const language = useLanguage();
  const { message } = App.useApp();
  const input = useRef<HTMLInputElement>(null);
  const [side, setSide] = useState('');
  const [text, setText] = useState('');
  const [file, setFile] = useState<File | null>(null);
  const [share, setShare] = useState<number | null>(null);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const done = () => {
    message.success(t('disputes.evidenceSaved'));
    setText('');
    setFile(null);
  };
  const add = useCommand(addEvidence, { onDone: done, onRefused: setProblem });
  const client = useQueryClient();
  const pick = (picked: File | undefined) => {
    if (!picked) return;
    if (picked.size > fileBytesMax) message.error(t('disputes.evidenceTooLarge'));
    else if (!fileKinds.includes(picked.type)) message.error(t('disputes.evidenceKind'));
    else setFile(picked);
  };
  const send = async () => {
    setProblem(null);
    const params = { disputeId: dispute.disputeId };
    const words = text.trim();
    if (!file && words.length < 2) {
      message.error(t('disputes.evidenceNeed'));
      return;
    }
    if (!file) {
      await add.run({ params, body: { side: side || null, text: words } });
      return;
    }
    setShare(0);
    try {
      const body = { ...(side ? { side } : {}), ...(words ? { text: words } : {}) };
      await upload(addEvidenceFile, { params, body }, file, { onProgress: setShare });
      refresh(client, [readDispute]);
      done();
    } catch (thrown) {
      setProblem(problemOf(thrown));
    } finally {
      setShare(null);
    }
  };
  return (
    <div className="rx-evidence-form">
      <h3>{t('disputes.evidenceAdd')}</h3>
      <ProblemNote problem={problem} />
      <Radio.Group
        value={side}
        aria-label={t('disputes.evidenceSide')}
        onChange={(event) => setSide(String(event.target.value))}
        options={[
          ...parts.map((party, index) => ({
            value: party.referralId,
            label: `${t('disputes.side', { letter: sideLetter(index, language === 'en') })} ${partyName(party, t)}`,
          })),
          { value: '', label: t('disputes.evidenceNeutral') },
        ]}
      />
      <Input.TextArea
        value={text}
        maxLength={5000}
        autoSize={{ minRows: 2, maxRows: 8 }}
        aria-label={t('disputes.evidenceText')}
        placeholder={t('disputes.evidenceTextHint')}
        onChange={(event) => setText(event.target.value)}
      />
      <input
        ref={input}
        type="file"
        hidden
        accept={fileKinds.join(',')}
        onChange={(event) => {
          pick(event.target.files?.[0]);
          event.target.value = '';
        }}
      />
      <div className="rx-evidence-foot">
        <Button icon={<PaperClipOutlined />} onClick={() => input.current?.click()}>
          {file?.name ?? t('disputes.evidenceFile')}
        </Button>
        <span className="rm-faint">{t('disputes.evidenceFileHint')}</span>
        <span className="rm-grow" />
        <Button type="primary" loading={add.isRunning || share !== null} onClick={() => void send()}>
          {t('disputes.evidenceSubmit')}
        </Button>
      </div>
      {share !== null && <Progress percent={Math.round(share * 100)} size="small" />}
    </div>
  );
}
