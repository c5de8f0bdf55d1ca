import { DeleteOutlined, LeftOutlined, PlusOutlined, UploadOutlined } from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import { App, Button, Input, InputNumber, Upload } from 'antd';
import { useState } from 'react';
import type { RouteAnswer } from '#kernel/route.ts';
import { type ApiProblem, problemOf, refresh, upload, useCommand, useRead } from '#web/api/index.ts';
import { ErrorState, PageFrame, PageLink, PageSkeleton, ProblemNote, Section } from '#web/kit/index.ts';
import { useMay } from '#web/shell/index.ts';
import { type AreaSettings, changeAreaSettings, importDivisions, readAreaSettings } from '../contract/index.ts';
import { useWords } from './words.tsx';

/** Codes of townships and villages, where the hospital is, and what counts as near. */
export default function AreaPage() {
  const t = useWords();
  const mayManage = useMay('organizations.manage');
  const settings = useRead(readAreaSettings);
  if (settings.error) return <ErrorState error={settings.error} onRetry={() => void settings.refetch()} />;
  if (!settings.data) return <PageSkeleton />;
  return (
    <PageFrame
      title={t('area.title')}
      meaning={t('area.meaning')}
      width="text"
      back={
        <PageLink to="/coverage">
          <LeftOutlined /> {t('coverage.title')}
        </PageLink>
      }
    >
      {!mayManage && <p className="rm-note">{t('area.readOnly')}</p>}
      <Divisions count={settings.data.divisions} mayManage={mayManage} />
      <Place key={settings.data.version} before={settings.data} mayManage={mayManage} />
    </PageFrame>
  );
}

function Divisions({ count, mayManage }: { count: number; mayManage: boolean }) {
  const t = useWords();
  const client = useQueryClient();
  const [result, setResult] = useState<RouteAnswer<typeof importDivisions> | null>(null);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [isRunning, setRunning] = useState(false);
  const send = async (file: File) => {
    setRunning(true);
    setProblem(null);
    setResult(null);
    try {
      setResult(await upload(importDivisions, {}, file));
      refresh(client, ['organizations.']);
    } catch (thrown) {
      setProblem(problemOf(thrown));
    } finally {
      setRunning(false);
    }
  };
  return (
    <Section title={t('area.divisions')}>
      <p className="rm-soft">{t('area.divisionsText', { count })}</p>
      {mayManage && (
        <Upload
          accept=".csv,.txt,.xlsx"
          showUploadList={false}
          beforeUpload={(file) => {
            void send(file);
            return false;
          }}
        >
          <Button icon={<UploadOutlined />} loading={isRunning}>
            {t('area.import')}
          </Button>
        </Upload>
      )}
      <ProblemNote problem={problem} />
      {result && (
        <div role="status">
          <p>{t('area.imported', result as never)}</p>
          {result.rejectedTotal > 0 && (
            <>
              <p className="rm-tone-waiting">{t('area.rejected', { count: result.rejectedTotal })}</p>
              <ul>
                {result.rejected.slice(0, 10).map((one) => (
                  <li key={one.row}>
                    {t('area.rejectedRow', { row: one.row, because: t(`area.because.${one.because}`) })}
                  </li>
                ))}
              </ul>
            </>
          )}
        </div>
      )}
    </Section>
  );
}

function Place({ before, mayManage }: { before: AreaSettings; mayManage: boolean }) {
  const t = useWords();
  const { message } = App.useApp();
  const [latitude, setLatitude] = useState(before.latitude);
  const [longitude, setLongitude] = useState(before.longitude);
  // Each band keeps a key of its own while it is typed: its name changes.
  const [bands, setBands] = useState(() => before.bands.map((band, key) => ({ ...band, key })));
  const save = useCommand(changeAreaSettings, { onDone: () => void message.success(t('area.saved')) });
  const change = (key: number, part: Partial<AreaSettings['bands'][number]>) =>
    setBands((all) => all.map((band) => (band.key === key ? { ...band, ...part } : band)));
  const add = () =>
    setBands((all) => [
      ...all.slice(0, -1),
      { name: '', uptoM: null, key: Math.max(...all.map((one) => one.key)) + 1 },
      all.at(-1)!,
    ]);
  return (
    <Section title={t('area.place')}>
      <ProblemNote problem={save.problem} />
      <div className="rm-org-buttons">
        <InputNumber
          aria-label={t('area.latitude')}
          prefix={t('area.latitude')}
          style={{ width: 220 }}
          min={-90}
          max={90}
          value={latitude}
          disabled={!mayManage}
          onChange={setLatitude}
        />
        <InputNumber
          aria-label={t('area.longitude')}
          prefix={t('area.longitude')}
          style={{ width: 220 }}
          min={-180}
          max={180}
          value={longitude}
          disabled={!mayManage}
          onChange={setLongitude}
        />
      </div>
      <h3>{t('area.bands')}</h3>
      <div className="rm-org-bands">
        {bands.map((band, index) => (
          <div key={band.key} className="rm-org-band">
            <Input
              aria-label={t('area.bandName')}
              placeholder={t('area.bandName')}
              value={band.name}
              maxLength={30}
              disabled={!mayManage}
              onChange={(event) => change(band.key, { name: event.target.value })}
            />
            {index === bands.length - 1 ? (
              <span className="rm-soft">{t('area.beyond')}</span>
            ) : (
              <InputNumber
                aria-label={t('area.upto')}
                placeholder={t('area.upto')}
                min={0.1}
                suffix="km"
                style={{ width: '100%' }}
                value={band.uptoM === null ? null : band.uptoM / 1000}
                disabled={!mayManage}
                onChange={(km) => change(band.key, { uptoM: km === null ? null : Math.round(km * 1000) })}
              />
            )}
            {mayManage && index < bands.length - 1 && bands.length > 2 && (
              <Button
                type="text"
                icon={<DeleteOutlined />}
                aria-label={t('area.removeBand')}
                onClick={() => setBands((all) => all.filter((one) => one.key !== band.key))}
              />
            )}
          </div>
        ))}
      </div>
      {mayManage && (
        <div className="rm-org-buttons" style={{ marginTop: 12 }}>
          <Button icon={<PlusOutlined />} disabled={bands.length >= 12} onClick={add}>
            {t('area.addBand')}
          </Button>
          <Button
            type="primary"
            loading={save.isRunning}
            onClick={() =>
              void save.run({
                body: {
                  version: before.version,
                  latitude,
                  longitude,
                  bands: bands.map(({ name, uptoM }) => ({ name, uptoM })),
                },
              })
            }
          >
            {t('save')}
          </Button>
        </div>
      )}
    </Section>
  );
}
