import { PrinterOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useText } from '#web/i18n.ts';

export interface PrintLayoutProps {
  /** Head of every document: the hospital's name. */
  readonly hospital: string;
  readonly title: string;
  /** Number, period, department: shown under the title. */
  readonly facts?: readonly (readonly [label: string, value: ReactNode])[];
  /** Boxes for signatures at the end: 制表 / 复核 / 审批. */
  readonly signatures?: readonly string[];
  readonly landscape?: boolean;
  readonly children: ReactNode;
}

/** A document as it will be printed: hospital's head, repeated table heads, page numbers; the frame around it does not print. */
export function PrintLayout({ hospital, title, facts = [], signatures = [], landscape, children }: PrintLayoutProps) {
  const t = useText('kit');
  return (
    <article className={landscape ? 'rm-print rm-print-landscape' : 'rm-print'}>
      <div className="rm-print-tools">
        <Button type="primary" icon={<PrinterOutlined />} onClick={() => globalThis.print()}>
          {t('print')}
        </Button>
      </div>
      <header>
        <p className="rm-print-hospital">{hospital}</p>
        <h1>{title}</h1>
        {facts.length > 0 && (
          <dl>
            {facts.map(([label, value]) => (
              <div key={label}>
                <dt>{label}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        )}
      </header>
      {children}
      {signatures.length > 0 && (
        <footer>
          {signatures.map((name) => (
            <span key={name}>{name}：</span>
          ))}
        </footer>
      )}
    </article>
  );
}
