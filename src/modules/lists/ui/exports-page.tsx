import { DownloadOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { fileAddress, useEvents, useRead } from '#web/api/index.ts';
import { useText } from '#web/i18n.ts';
import { EmptyState, ErrorState, PageFrame, PageSkeleton, Section, When } from '#web/kit/index.ts';
import { downloadExport, type ExportInfo, listExports } from '../contract/index.ts';
import './exports.css';

const topics = ['jobs'];

/** Files one has exported, as long as they are kept. */
export default function ExportsPage() {
  const t = useText('lists');
  const read = useRead(listExports);
  useEvents(topics, undefined, { invalidates: [listExports] });
  return (
    <PageFrame title={t('exports.title')} meaning={t('exports.meaning')}>
      {read.isPending ? (
        <PageSkeleton />
      ) : read.isError ? (
        <ErrorState error={read.error} onRetry={() => void read.refetch()} />
      ) : read.data.items.length === 0 ? (
        <EmptyState title={t('exports.emptyTitle')} text={t('exports.emptyText')} />
      ) : (
        <Section>
          <ul className="ls-exports">
            {read.data.items.map((one) => (
              <ExportLine key={one.exportId} file={one} />
            ))}
          </ul>
        </Section>
      )}
    </PageFrame>
  );
}

function ExportLine({ file }: { file: ExportInfo }) {
  const t = useText('lists');
  return (
    <li>
      <div>
        <strong>{file.fileName ?? file.label}</strong>
        <p className="rm-faint">
          {file.rowCount === null
            ? t('exports.working')
            : t('exports.rows', { count: file.rowCount.toLocaleString('en-US') })}
          {' · '}
          <When at={file.requestedAt} />
          {' · '}
          {t('exports.until')} <When at={file.expiresAt} />
        </p>
      </div>
      {file.fileName !== null && (
        <Button icon={<DownloadOutlined />} href={fileAddress(downloadExport, { params: { exportId: file.exportId } })}>
          {t('exports.download')}
        </Button>
      )}
    </li>
  );
}
