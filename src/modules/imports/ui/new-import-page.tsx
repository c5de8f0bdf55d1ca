import { DownloadOutlined, InboxOutlined } from '@ant-design/icons';
import { Button, Progress, Radio, Upload } from 'antd';
import { useRef, useState } from 'react';
import { uploadImport } from '#modules/imports/contract.ts';
import { type ApiProblem, problemOf, upload } from '#web/api/index.ts';
import { useText } from '#web/i18n.ts';
import { PageFrame, PageLink, ProblemNote, Section, useGo, usePhone, useUrlValue } from '#web/kit/index.ts';
import { columnsOf } from '../rules/columns.ts';
import { type ImportKind, importKinds } from '../rules/rows.ts';
import './imports.css';
import { RunSteps } from './run-steps.tsx';
import { templateOf } from './template.ts';
import { useColumnName } from './words.ts';

/** First step of the wizard: what it is, and the file. */
export default function NewImportPage() {
  const t = useText('imports');
  const [kindInUrl, setKind] = useUrlValue<string>('kind', 'episodes');
  const kind = (importKinds as readonly string[]).includes(kindInUrl) ? (kindInUrl as ImportKind) : 'episodes';
  return (
    <PageFrame
      title={t('new.title')}
      meaning={t('new.meaning')}
      width="text"
      back={<PageLink to="/settings/imports">{t('run.back')}</PageLink>}
    >
      <RunSteps state={null} />
      <Section title={t('new.kind')}>
        <Radio.Group
          className="rm-choices rm-import-kinds"
          value={kind}
          onChange={(event) => setKind(event.target.value)}
          aria-label={t('new.kind')}
        >
          {importKinds.map((one, index) => (
            <Radio key={one} value={one}>
              <strong>
                {t(`kind.${one}`)} <span className="rm-faint">{t('order', { order: index + 1 })}</span>
              </strong>
              <span className="rm-soft">{t(`kindText.${one}`)}</span>
            </Radio>
          ))}
        </Radio.Group>
        <p className="rm-faint rm-import-help">{t('orderHelp')}</p>
      </Section>
      <FileDrop kind={kind} />
      <NeededColumns kind={kind} />
    </PageFrame>
  );
}

interface Sending {
  readonly name: string;
  readonly share: number;
  readonly abort: AbortController;
}

function FileDrop({ kind }: { kind: ImportKind }) {
  const t = useText('imports');
  const go = useGo();
  const phone = usePhone();
  const [sending, setSending] = useState<Sending | null>(null);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const alive = useRef(true);

  const send = async (file: File) => {
    const abort = new AbortController();
    setProblem(null);
    setSending({ name: file.name, share: 0, abort });
    try {
      const preview = await upload(uploadImport, { query: { kind, encoding: 'auto' } }, file, {
        signal: abort.signal,
        onProgress: (share) => setSending((before) => before && { ...before, share }),
      });
      if (alive.current) go(`/settings/imports/${preview.runId}`);
    } catch (thrown) {
      if (!abort.signal.aborted) setProblem(problemOf(thrown));
    } finally {
      setSending(null);
    }
  };
  return (
    <Section title={t('new.file')}>
      <ProblemNote problem={problem} />
      {sending ? (
        <div className="rm-import-sending" role="status">
          <p>{sending.share < 1 ? t('new.uploading', { name: sending.name }) : t('new.reading')}</p>
          <Progress percent={Math.floor(sending.share * 100)} status="active" aria-label={sending.name} />
          <Button onClick={() => sending.abort.abort()}>{t('new.cancel')}</Button>
        </div>
      ) : (
        <Upload.Dragger
          accept=".xlsx,.csv,.txt,.tsv"
          showUploadList={false}
          beforeUpload={(file) => {
            void send(file);
            return false;
          }}
        >
          <p className="rm-import-drop-icon">
            <InboxOutlined aria-hidden />
          </p>
          <p className="rm-strong">{t(phone ? 'new.dropPhone' : 'new.drop')}</p>
          <p className="rm-soft">{t('new.dropHelp')}</p>
        </Upload.Dragger>
      )}
    </Section>
  );
}

function NeededColumns({ kind }: { kind: ImportKind }) {
  const t = useText('imports');
  const nameOf = useColumnName();
  const template = (
    <Button
      size="small"
      icon={<DownloadOutlined />}
      title={t('new.templateHelp')}
      onClick={() => saveTemplate(kind, `${t(`kind.${kind}`)}.csv`, nameOf)}
    >
      {t('new.template')}
    </Button>
  );
  return (
    <Section title={t('new.columns')} extra={template}>
      <p className="rm-soft">{t('new.columnsText')}</p>
      <ul className="rm-import-columns">
        {columnsOf[kind].map((column) => (
          <li key={column.name} className={column.required ? 'rm-strong' : ''}>
            {nameOf({ name: column.name, title: column.chinese })}
            {column.required ? ' *' : ''}
          </li>
        ))}
      </ul>
    </Section>
  );
}

function saveTemplate(
  kind: ImportKind,
  fileName: string,
  nameOf: (column: { name: string; title: string }) => string,
): void {
  const isEnglish = nameOf({ name: 'a', title: 'b' }) === 'a';
  const address = URL.createObjectURL(new Blob([templateOf(kind, isEnglish)], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = fileName;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
