import type { ReactNode } from 'react';

/** A labelled control of the editor's forms. */
export function Labelled({
  label,
  help,
  children,
  wide,
}: {
  label: string;
  help?: string;
  wide?: boolean;
  children: ReactNode;
}) {
  return (
    <div className={wide ? 'inc-field inc-field-wide' : 'inc-field'}>
      <span className="inc-label" aria-hidden="true">
        {label}
      </span>
      {children}
      {help && <span className="rm-faint inc-small">{help}</span>}
    </div>
  );
}
