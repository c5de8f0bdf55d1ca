import { Button, Select } from 'antd';
import { useState } from 'react';
import { checkImport, type ImportPreview, type ImportRun, previewImport } from '#modules/imports/contract.ts';
import { useCommand, useRead } from '#web/api/index.ts';
import { useText } from '#web/i18n.ts';
import { PageSkeleton, ProblemNote, Section, useGo } from '#web/kit/index.ts';
import { FilePreview } from './file-preview.tsx';
import { MappingTable } from './mapping-table.tsx';
import { useColumnName } from './words.ts';

/** How the file is read. */
interface Reading {
  readonly encoding: string;
  readonly sheet: string | null;
}

const encodings = ['auto', 'utf-8', 'gb18030', 'utf-16le', 'utf-16be'];

/** Second step: which column of the file is which of ours. */
export function MappingStage({ run, onBegun }: { run: ImportRun; onBegun: () => void }) {
  const t = useText('imports');
  const go = useGo();
  const [reading, setReading] = useState<Reading>({ encoding: run.encoding, sheet: run.sheet });
  const preview = useRead(
    previewImport,
    {
      params: { runId: run.runId },
      query: { encoding: reading.encoding, ...(reading.sheet ? { sheet: reading.sheet } : {}) },
    },
    { keepPrevious: true },
  );
  return (
    <Section title={t('mapping.title')}>
      {(run.state === 'failed' || run.state === 'cancelled') && (
        <div className={`rm-note rm-note-${run.state === 'failed' ? 'prohibited' : 'waiting'}`} role="status">
          <strong>{t(`work.${run.state}`)}</strong>
          <span>{run.problem ?? t(`work.${run.state}Text`)}</span>
        </div>
      )}
      <p className="rm-soft rm-import-verdict">{t('mapping.text')}</p>
      <ReadingChoice reading={reading} preview={preview.data ?? null} onChange={setReading} />
      <ProblemNote problem={preview.error} />
      {preview.error ? (
        <Button type="primary" onClick={() => go(`/settings/imports/new?kind=${run.kind}`)}>
          {t('run.other')}
        </Button>
      ) : preview.data ? (
        <Mapping
          key={preview.data.headers.join('\u001f')}
          preview={preview.data}
          reading={reading}
          isStale={preview.isPlaceholderData}
          onBegun={onBegun}
        />
      ) : (
        <PageSkeleton />
      )}
    </Section>
  );
}

function ReadingChoice(props: {
  reading: Reading;
  preview: ImportPreview | null;
  onChange: (reading: Reading) => void;
}) {
  const { reading, preview, onChange } = props;
  const t = useText('imports');
  if (preview?.format === 'workbook') {
    if (preview.sheets.length < 2) return null;
    return (
      <div className="rm-import-reading">
        {/* biome-ignore lint/a11y/noLabelWithoutControl: Ant Design's field renders the control inside */}
        <label>
          {t('mapping.sheet')}
          <Select
            value={preview.sheet}
            onChange={(sheet: string) => onChange({ ...reading, sheet })}
            options={preview.sheets.map(({ name, hidden }) => ({
              value: name,
              label: hidden ? t('mapping.hidden', { name }) : name,
            }))}
          />
        </label>
      </div>
    );
  }
  const found = preview?.encoding ?? null;
  return (
    <div className="rm-import-reading">
      {/* biome-ignore lint/a11y/noLabelWithoutControl: Ant Design's field renders the control inside */}
      <label>
        {t('mapping.encoding')}
        <Select
          value={reading.encoding}
          onChange={(encoding: string) => onChange({ ...reading, encoding })}
          options={encodings.map((name) => ({
            value: name,
            label:
              name === 'auto' && found && reading.encoding === 'auto'
                ? t('mapping.encodingAuto', { found: encodings.includes(found) ? t(`encoding.${found}`) : found })
                : t(`encoding.${name}`),
          }))}
        />
      </label>
    </div>
  );
}

function Mapping(props: { preview: ImportPreview; reading: Reading; isStale: boolean; onBegun: () => void }) {
  const { preview, reading, isStale, onBegun } = props;
  const t = useText('imports');
  const nameOf = useColumnName();
  const [mapping, setMapping] = useState<Readonly<Record<string, number>>>(preview.mapping);
  const check = useCommand(checkImport, { onDone: onBegun, invalidates: [] });
  const missing = preview.columns.filter(({ name, required }) => required !== null && mapping[name] === undefined);
  const used = new Set(Object.values(mapping));
  const ignored = preview.headers.filter((header, index) => header.trim() !== '' && !used.has(index));
  const begin = () =>
    check.run({
      params: { runId: preview.runId },
      body: { mapping: { ...mapping }, encoding: reading.encoding, sheet: preview.sheet },
    });
  return (
    <div className={isStale ? 'rm-stale' : ''}>
      <MappingTable preview={preview} mapping={mapping} onChange={setMapping} />
      {ignored.length > 0 && (
        <p className="rm-soft rm-import-help">{t('mapping.ignoredText', { columns: ignored.join('、') })}</p>
      )}
      <FilePreview preview={preview} />
      <ProblemNote problem={check.problem} />
      <div className="rm-import-foot">
        <Button type="primary" disabled={missing.length > 0 || isStale} loading={check.isRunning} onClick={begin}>
          {t('mapping.check')}
        </Button>
        {missing.length > 0 ? (
          <span className="rm-tone-prohibited" role="status">
            {t('mapping.missing', { count: missing.length, columns: missing.map(nameOf).join('、') })}
          </span>
        ) : (
          <span className="rm-faint">{t('mapping.checkHelp')}</span>
        )}
      </div>
    </div>
  );
}
