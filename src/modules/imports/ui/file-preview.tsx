import type { ImportPreview } from '#modules/imports/contract.ts';
import { useText } from '#web/i18n.ts';

const rowsShown = 5;

/** The first rows as they are read, to see whether the encoding is right. */
export function FilePreview({ preview }: { preview: ImportPreview }) {
  const t = useText('imports');
  const rows = preview.rows.slice(0, rowsShown);
  return (
    <details className="rm-import-preview">
      <summary>{t('mapping.preview')}</summary>
      <p className="rm-soft">{t('mapping.previewText', { count: rows.length })}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table is scrolled with the keyboard */}
      <section className="rm-import-scroll" aria-label={t('mapping.preview')} tabIndex={0}>
        <table>
          <thead>
            <tr>
              {preview.headers.map((header, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: columns of a file have no other identity
                <th key={index}>{header || t('mapping.noName', { number: index + 1 })}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows of a file have no other identity
              <tr key={index}>
                {preview.headers.map((_, column) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: columns of a file have no other identity
                  <td key={column}>{row[column] ?? ''}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </details>
  );
}
