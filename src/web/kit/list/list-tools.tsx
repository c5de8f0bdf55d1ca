import { DownloadOutlined, ReloadOutlined, SettingOutlined } from '@ant-design/icons';
import { Button, Checkbox, Dropdown, Popover, Tooltip } from 'antd';
import { useState } from 'react';
import { useText } from '#web/i18n.ts';
import type { ListSelection } from './list-state.ts';
import type { BulkAction, Column } from './types.ts';

/** Which columns are shown. */
export function ColumnChoice<Row>(props: {
  columns: readonly Column<Row>[];
  shown: readonly string[];
  onChange: (keys: readonly string[]) => void;
}) {
  const { columns, shown, onChange } = props;
  const t = useText('kit');
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      title={t('list.columns')}
      content={
        <div className="rm-filter-options">
          {columns.map((column, index) => (
            <Checkbox
              key={column.key}
              checked={shown.includes(column.key)}
              disabled={index === 0 || column.always === true}
              onChange={(event) =>
                onChange(
                  columns
                    .map((one) => one.key)
                    .filter((key) => (key === column.key ? event.target.checked : shown.includes(key))),
                )
              }
            >
              {column.title}
            </Checkbox>
          ))}
        </div>
      }
    >
      <Tooltip title={t('list.columns')}>
        <Button type="text" icon={<SettingOutlined />} aria-label={t('list.columns')} />
      </Tooltip>
    </Popover>
  );
}

export function ListButtons(props: {
  onReload: () => void;
  isLoading: boolean;
  onExport?: (format: 'xlsx' | 'csv') => Promise<unknown> | undefined;
  /** Excel or CSV is asked for. */
  formats?: boolean;
}) {
  const t = useText('kit');
  const [exporting, setExporting] = useState(false);
  const { onExport } = props;
  const runExport = async (format: 'xlsx' | 'csv') => {
    setExporting(true);
    try {
      await onExport?.(format);
    } finally {
      setExporting(false);
    }
  };
  return (
    <>
      <Tooltip title={t('list.reload')}>
        <Button
          type="text"
          icon={<ReloadOutlined spin={props.isLoading} />}
          aria-label={t('list.reload')}
          onClick={props.onReload}
        />
      </Tooltip>
      {onExport && (
        <Dropdown
          trigger={['click']}
          {...(props.formats ? {} : { open: false })}
          menu={{
            items: [
              { key: 'xlsx', label: t('export.xlsx') },
              { key: 'csv', label: t('export.csv') },
            ],
            onClick: ({ key }) => void runExport(key === 'csv' ? 'csv' : 'xlsx'),
          }}
        >
          <Button
            type="text"
            icon={<DownloadOutlined />}
            loading={exporting}
            title={t('list.exportHint')}
            {...(props.formats ? {} : { onClick: () => void runExport('xlsx') })}
          >
            {t('list.export')}
          </Button>
        </Dropdown>
      )}
    </>
  );
}

/** Shown while rows are chosen: how many, all that match, what can be done with them. */
export function SelectionBar(props: {
  selection: ListSelection;
  total: number;
  totalIsExact: boolean;
  canChooseAll: boolean;
  onChooseAll: () => void;
  onClear: () => void;
  actions: readonly BulkAction[];
}) {
  const t = useText('kit');
  const [running, setRunning] = useState<string | null>(null);
  const { selection, actions, onClear } = props;
  const run = async (action: BulkAction) => {
    setRunning(action.key);
    try {
      await action.run(selection);
      onClear();
    } catch {
      // The action has shown why; the selection stays for another try.
    } finally {
      setRunning(null);
    }
  };
  return (
    <div className="rm-selection" role="toolbar" aria-label={t('list.selection')}>
      <strong aria-live="polite">{t('list.chosen', { count: selection.count.toLocaleString('en-US') })}</strong>
      {props.canChooseAll && (
        <Button type="link" size="small" onClick={props.onChooseAll}>
          {t(props.totalIsExact ? 'list.chooseAll' : 'list.chooseAllAbout', {
            count: props.total.toLocaleString('en-US'),
          })}
        </Button>
      )}
      <span className="rm-grow" />
      {actions.map((action) => (
        <Button
          key={action.key}
          size="small"
          icon={action.icon}
          danger={action.danger === true}
          loading={running === action.key}
          disabled={running !== null && running !== action.key}
          onClick={() => run(action)}
        >
          {action.label}
        </Button>
      ))}
      <Button type="text" size="small" onClick={onClear}>
        {t('list.clear')}
      </Button>
    </div>
  );
}
