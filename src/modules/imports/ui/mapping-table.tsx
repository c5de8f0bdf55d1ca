import { Select } from 'antd';
import { useMemo } from 'react';
import type { ImportPreview } from '#modules/imports/contract.ts';
import { useText } from '#web/i18n.ts';
import { StateTag, type Tone } from '#web/kit/index.ts';
import { useColumnName } from './words.ts';

type Mapping = Readonly<Record<string, number>>;
type Level = 'exact' | 'likely' | 'check' | 'chosen' | 'none' | 'missing';

const levelTones: Readonly<Record<Level, Tone>> = {
  exact: 'allowed',
  likely: 'allowed',
  check: 'waiting',
  chosen: 'primary',
  none: 'inactive',
  missing: 'prohibited',
};
/** Below this the header is one of the rarer names of the column. */
const likelyFrom = 0.7;
const leftOut = -1;

interface MappingTableProps {
  readonly preview: ImportPreview;
  readonly mapping: Mapping;
  readonly onChange: (mapping: Mapping) => void;
}

/** Our columns, each with the column of the file it is read from and what stands there. */
export function MappingTable({ preview, mapping, onChange }: MappingTableProps) {
  const t = useText('imports');
  const nameOf = useColumnName();
  // Required and recognised columns first, as at the beginning: rows must not jump while somebody chooses.
  const columns = useMemo(() => {
    const rank = ({ name, required }: ImportPreview['columns'][number]) =>
      required !== null ? 0 : preview.mapping[name] !== undefined ? 1 : 2;
    return [...preview.columns].sort((a, b) => rank(a) - rank(b));
  }, [preview]);
  const leaveOut = { value: leftOut, label: t('mapping.noColumn') };
  const options = preview.headers.map((header, index) => ({
    value: index,
    label: header.trim() === '' ? t('mapping.noName', { number: index + 1 }) : header,
  }));
  const choose = (name: string, index: number) => {
    const { [name]: _, ...others } = mapping;
    onChange(index === leftOut ? others : { ...others, [name]: index });
  };
  return (
    <table className="rm-import-table">
      <thead>
        <tr>
          <th>{t('mapping.ours')}</th>
          <th>{t('mapping.theirs')}</th>
          <th>{t('mapping.sample')}</th>
          <th>{t('mapping.sure')}</th>
        </tr>
      </thead>
      <tbody>
        {columns.map((column) => {
          const index = mapping[column.name];
          const level = levelOf(preview, mapping, column);
          return (
            <tr key={column.name}>
              <td>
                <span className="rm-import-ours">
                  <span className={column.required ? 'rm-strong' : ''}>{nameOf(column)}</span>
                  {column.required && (
                    <span className="rm-faint">
                      {t(column.required === 'value' ? 'mapping.required' : 'mapping.requiredColumn')}
                    </span>
                  )}
                </span>
              </td>
              <td className="rm-import-wide">
                <Select
                  style={{ width: '100%', minWidth: 200 }}
                  value={index ?? (column.required === null ? leftOut : null)}
                  placeholder={t('mapping.choose')}
                  options={column.required === null ? [leaveOut, ...options] : options}
                  showSearch={{ optionFilterProp: 'label' }}
                  {...(level === 'missing' ? { status: 'error' as const } : {})}
                  aria-label={`${nameOf(column)}: ${t('mapping.theirs')}`}
                  onChange={(chosen: number) => choose(column.name, chosen)}
                />
              </td>
              <td className="rm-import-wide rm-import-sample">
                {index === undefined ? '' : samplesOf(preview, index) || t('mapping.noSample')}
              </td>
              <td className="rm-import-level">
                <StateTag tone={levelTones[level]}>{t(`mapping.level.${level}`)}</StateTag>
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function levelOf(
  { mapping: guessed, confidence }: ImportPreview,
  mapping: Mapping,
  { name, required }: ImportPreview['columns'][number],
): Level {
  const index = mapping[name];
  if (index === undefined) return required === null ? 'none' : 'missing';
  if (guessed[name] !== index) return 'chosen';
  const sure = confidence[name];
  if (sure === undefined) return 'chosen';
  if (sure >= 1) return 'exact';
  return sure >= likelyFrom ? 'likely' : 'check';
}

/** The first three different values of a column. */
function samplesOf(preview: ImportPreview, index: number): string {
  const values = new Set<string>();
  for (const row of preview.rows) {
    const cell = row[index]?.trim() ?? '';
    if (cell !== '') values.add(cell.slice(0, 60));
    if (values.size === 3) break;
  }
  return [...values].join(' · ');
}
