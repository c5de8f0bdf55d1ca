/** Login page that brings the person back to where they were. */
export function loginAddress(): string {
  const here = `${location.pathname}${location.search}`;
  return here === '/' || here.startsWith('/login') || here.startsWith('/setup')
    ? '/login'
    : `/login?return=${encodeURIComponent(here)}`;
}

/** Only addresses of our own pages: `//other.example` and full addresses lead to the first page. */
export function safeReturn(wanted: string | null): string {
  if (!wanted || !/^\/(?![/\\])/.test(wanted) || /^\/(login|setup)\b/.test(wanted)) return '/';
  return wanted;
}
