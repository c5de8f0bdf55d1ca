import { DownloadOutlined, PictureOutlined, TableOutlined } from '@ant-design/icons';
import { Button, Popover, Skeleton, Tooltip } from 'antd';
import type { EChartsCoreOption } from 'echarts/core';
import { lazy, type ReactNode, Suspense, useRef, useState } from 'react';
import { useText } from '#web/i18n.ts';
import type { ChartHandle } from './chart-canvas.tsx';
import { csvCell } from './format.ts';
import { EmptyState } from './states.tsx';

const ChartCanvas = lazy(() => import('./chart-canvas.tsx'));

/** The numbers behind a chart: shown as its table twin and exported as CSV. */
export interface ChartTable {
  readonly columns: readonly { readonly key: string; readonly title: string; readonly align?: 'number' }[];
  /** `text` overrides what is shown for a value (money, percent); the CSV keeps the raw value. */
  readonly rows: readonly Readonly<Record<string, string | number | null>>[];
  readonly text?: (key: string, value: string | number | null) => ReactNode;
}

export interface ChartProps {
  readonly title: string;
  /** What exactly is counted, over which time, from which source. */
  readonly definition: ReactNode;
  /** ECharts option without colours: they come from the theme. Line, bar, pie, funnel, scatter, heatmap, sankey, gauge. */
  readonly option: EChartsCoreOption;
  readonly table: ChartTable;
  readonly height?: number;
  readonly extra?: ReactNode;
}

/** A chart with its definition, table twin and exports (PNG, CSV). ECharts is loaded only when a chart is on the page. */
export function Chart({ title, definition, option, table, height = 280, extra }: ChartProps) {
  const t = useText('kit');
  const [asTable, setAsTable] = useState(false);
  const handle = useRef<ChartHandle>(null);
  const isEmpty = table.rows.length === 0;
  return (
    <figure className="rm-chart">
      <figcaption>
        <span className="rm-chart-title">{title}</span>
        <Popover trigger="click" content={<div className="rm-chart-definition">{definition}</div>}>
          <Button type="text" size="small" className="rm-chart-how">
            {t('chart.definition')}
          </Button>
        </Popover>
        <span className="rm-grow" />
        {extra}
        <Tooltip title={t(asTable ? 'chart.asChart' : 'chart.asTable')}>
          <Button
            type="text"
            size="small"
            aria-pressed={asTable}
            icon={asTable ? <PictureOutlined /> : <TableOutlined />}
            aria-label={t(asTable ? 'chart.asChart' : 'chart.asTable')}
            onClick={() => setAsTable(!asTable)}
          />
        </Tooltip>
        <Tooltip title={t(asTable ? 'chart.csv' : 'chart.png')}>
          <Button
            type="text"
            size="small"
            disabled={isEmpty}
            icon={<DownloadOutlined />}
            aria-label={t(asTable ? 'chart.csv' : 'chart.png')}
            onClick={() => (asTable ? saveCsv(title, table) : saveImage(title, handle.current))}
          />
        </Tooltip>
      </figcaption>
      {isEmpty ? (
        <EmptyState compact picture="chart" title={t('chart.empty')} />
      ) : asTable ? (
        <TwinTable title={title} table={table} />
      ) : (
        <Suspense fallback={<Skeleton.Node active style={{ width: '100%', height }} />}>
          <ChartCanvas ref={handle} option={option} height={height} label={title} />
        </Suspense>
      )}
    </figure>
  );
}

function TwinTable({ title, table }: { title: string; table: ChartTable }) {
  return (
    <div className="rm-twin">
      <table>
        <caption className="rm-hidden">{title}</caption>
        <thead>
          <tr>
            {table.columns.map((column) => (
              <th key={column.key} scope="col" className={column.align === 'number' ? 'rm-right' : ''}>
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row) => (
            <tr key={JSON.stringify(row)}>
              {table.columns.map((column) => {
                const value = row[column.key] ?? null;
                return (
                  <td key={column.key} className={column.align === 'number' ? 'rm-right rm-tabular' : ''}>
                    {table.text ? table.text(column.key, value) : value}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The table as CSV text, with the byte order mark Excel needs to read Chinese. */
export function csvOf(table: ChartTable): string {
  const lines = [
    table.columns.map((column) => csvCell(column.title)),
    ...table.rows.map((row) => table.columns.map((column) => csvCell(row[column.key]))),
  ];
  return `\uFEFF${lines.map((cells) => cells.join(',')).join('\r\n')}\r\n`;
}

function saveCsv(title: string, table: ChartTable): void {
  const address = URL.createObjectURL(new Blob([csvOf(table)], { type: 'text/csv;charset=utf-8' }));
  save(address, `${title}.csv`);
  setTimeout(() => URL.revokeObjectURL(address), 1_000);
}

function saveImage(title: string, handle: ChartHandle | null): void {
  const address = handle?.image();
  if (address) save(address, `${title}.png`);
}

function save(address: string, name: string): void {
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
}
