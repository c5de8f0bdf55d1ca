import { DownloadOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { downloadRejectedRows, type ImportRun, listRejectedRows } from '#modules/imports/contract.ts';
import { fileAddress, useRead } from '#web/api/index.ts';
import { useText } from '#web/i18n.ts';
import { ErrorState, PageSkeleton, Section } from '#web/kit/index.ts';

const shownMax = 100;

/** The first rejected rows with their reasons, and all of them as a file to correct. */
export function RejectedRows({ run }: { run: ImportRun }) {
  const t = useText('imports');
  const rows = useRead(listRejectedRows, { params: { runId: run.runId }, query: { after: 0, limit: shownMax } });
  const download = (
    <Button
      icon={<DownloadOutlined />}
      href={fileAddress(downloadRejectedRows, { params: { runId: run.runId } })}
      download
    >
      {t('rejected.download')}
    </Button>
  );
  const items = rows.data?.items ?? [];
  return (
    <Section title={t('rejected.title')} extra={items.length > 0 && download}>
      {rows.error ? (
        <ErrorState error={rows.error} onRetry={() => void rows.refetch()} />
      ) : !rows.data ? (
        <PageSkeleton rows={4} />
      ) : items.length === 0 ? (
        <p className="rm-soft">{t('rejected.gone')}</p>
      ) : (
        <>
          <p className="rm-soft rm-import-verdict">{t('rejected.text', { count: items.length })}</p>
          <table className="rm-import-table">
            <thead>
              <tr>
                <th>{t('rejected.row')}</th>
                <th>{t('rejected.reasons')}</th>
                <th>{t('rejected.cells')}</th>
              </tr>
            </thead>
            <tbody>
              {items.map((row) => (
                <tr key={row.rowNumber}>
                  <td className="rm-number">{row.rowNumber}</td>
                  <td className="rm-import-wide rm-import-reasons">
                    {row.reasons.map((reason) => (
                      <div key={reason}>{reason}</div>
                    ))}
                  </td>
                  <td className="rm-import-wide">
                    <div className="rm-import-cells">{row.cells.filter((cell) => cell !== '').join(' · ')}</div>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
    </Section>
  );
}
