/** The mark: 仁 whose lower stroke is a pulse (脉). */
export function Logo({ size = 32 }: { size?: number }) {
  return (
    <svg viewBox="0 0 64 64" width={size} height={size} aria-hidden="true" focusable="false" className="rm-logo">
      <rect width="64" height="64" rx="15" fill="#0e7c7b" />
      <g fill="none" stroke="#fff" strokeWidth="5" strokeLinecap="round" strokeLinejoin="round">
        <path d="M25 12c-3 8-7 14-13 19" />
        <path d="M19 25v27" />
        <path d="M30 22h20" />
        <path d="M28 46h5l4-9 6 15 4-8 2 2h5" />
      </g>
    </svg>
  );
}
