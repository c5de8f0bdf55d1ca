import type { ReactNode } from 'react';

/** Small line drawings for empty pages, in the colours of the theme. */
export type PictureName =
  | 'list'
  | 'inbox'
  | 'search'
  | 'lock'
  | 'broken'
  | 'done'
  | 'people'
  | 'money'
  | 'calendar'
  | 'chart';

const drawings: Record<PictureName, ReactNode> = {
  list: (
    <>
      <rect x="26" y="18" width="68" height="64" rx="6" className="rm-pic-paper" />
      <path d="M38 34h44M38 48h44M38 62h28" className="rm-pic-line" />
      <path d="M76 62l5 5 10-11" className="rm-pic-accent" />
    </>
  ),
  inbox: (
    <>
      <path d="M24 56l12-32h48l12 32v22a6 6 0 0 1-6 6H30a6 6 0 0 1-6-6z" className="rm-pic-paper" />
      <path d="M24 56h22l5 10h18l5-10h22" className="rm-pic-line" />
      <path d="M60 20v24m-9-9l9 9 9-9" className="rm-pic-accent" />
    </>
  ),
  search: (
    <>
      <rect x="22" y="20" width="60" height="60" rx="6" className="rm-pic-paper" />
      <path d="M34 36h30M34 48h18" className="rm-pic-line" />
      <circle cx="70" cy="58" r="14" className="rm-pic-accent" />
      <path d="M80 68l14 14" className="rm-pic-accent" />
    </>
  ),
  lock: (
    <>
      <rect x="34" y="44" width="52" height="38" rx="6" className="rm-pic-paper" />
      <path d="M44 44V34a16 16 0 0 1 32 0v10" className="rm-pic-line" />
      <path d="M60 58v10" className="rm-pic-accent" />
    </>
  ),
  broken: (
    <>
      <rect x="24" y="20" width="72" height="60" rx="6" className="rm-pic-paper" />
      <path d="M24 36h72" className="rm-pic-line" />
      <path d="M32 58h14l5-9 9 18 6-13 4 4h18" className="rm-pic-accent" />
    </>
  ),
  done: (
    <>
      <circle cx="60" cy="50" r="32" className="rm-pic-paper" />
      <path d="M46 51l10 10 20-22" className="rm-pic-accent" />
    </>
  ),
  people: (
    <>
      <circle cx="48" cy="38" r="13" className="rm-pic-paper" />
      <path d="M24 80c2-16 12-24 24-24s22 8 24 24" className="rm-pic-line" />
      <circle cx="80" cy="42" r="9" className="rm-pic-accent" />
      <path d="M78 60c10 0 16 6 18 18" className="rm-pic-accent" />
    </>
  ),
  money: (
    <>
      <path d="M34 16h40l14 14v54H34z" className="rm-pic-paper" />
      <path d="M46 40h30M46 72h14" className="rm-pic-line" />
      <path d="M52 50l8 9 8-9m-8 9v11m-7-6h14" className="rm-pic-accent" />
    </>
  ),
  calendar: (
    <>
      <rect x="26" y="24" width="68" height="58" rx="6" className="rm-pic-paper" />
      <path d="M26 40h68M42 18v12M78 18v12" className="rm-pic-line" />
      <path d="M48 60l8 8 16-17" className="rm-pic-accent" />
    </>
  ),
  chart: (
    <>
      <path d="M26 18v64h68" className="rm-pic-line" />
      <rect x="38" y="56" width="10" height="26" className="rm-pic-paper" />
      <rect x="56" y="44" width="10" height="38" className="rm-pic-paper" />
      <rect x="74" y="32" width="10" height="50" className="rm-pic-paper" />
      <path d="M36 44l18-12 14 4 20-18" className="rm-pic-accent" />
    </>
  ),
};

export function Picture({ name }: { name: PictureName }) {
  return (
    <svg className="rm-picture" viewBox="0 0 120 100" width="120" height="100" aria-hidden="true" focusable="false">
      {drawings[name]}
    </svg>
  );
}
