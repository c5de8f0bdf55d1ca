import type { createPhones, LocalAnswer, LocalRequest } from './server.ts';

export interface PhonePage {
  readonly title: string;
  /** Who writes unless another name is typed: an openid or a phone number. */
  readonly exampleUser: string;
  readonly phones: ReturnType<typeof createPhones>;
  readonly deliver: (text: string, user: string) => Promise<void>;
}

/**
 * A phone in the browser for demonstrations: `GET /` the page, `GET /phones` the lines of every user, `POST /phones` types a message
 * (`{"user","text"}`).
 */
export async function handlePhonePage(request: LocalRequest, page: PhonePage): Promise<LocalAnswer> {
  const { pathname } = request.url;
  if (pathname === '/' && request.method === 'GET') {
    return {
      status: 200,
      body: html.replaceAll('%TITLE%', page.title).replace('%USER%', page.exampleUser),
      contentType: 'text/html',
    };
  }
  if (pathname !== '/phones') return { status: 404, body: { error: 'not found' } };
  if (request.method === 'GET') return { status: 200, body: page.phones.all() };
  // JSON only: a form on some other page cannot send it without asking first.
  if (request.method !== 'POST' || !request.headers['content-type']?.startsWith('application/json')) {
    return { status: 415, body: { error: 'send JSON' } };
  }
  const typed = readTyped(request.body);
  if (!typed) return { status: 400, body: { error: 'user and text are needed' } };
  await page.deliver(typed.text, typed.user);
  return { status: 200, body: page.phones.of(typed.user) };
}

function readTyped(body: string): { user: string; text: string } | null {
  try {
    const value: unknown = JSON.parse(body);
    const { user, text } = (value ?? {}) as { user?: unknown; text?: unknown };
    if (typeof user !== 'string' || typeof text !== 'string') return null;
    return /^[\w.@+-]{1,64}$/.test(user) && text.trim() !== '' ? { user, text } : null;
  } catch {
    return null;
  }
}

// Texts are set as text, never as HTML: the page shows whatever people type.
const html = `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>%TITLE% 模拟手机</title>
<style>
body{font:15px/1.5 system-ui,sans-serif;max-width:28rem;margin:1rem auto;padding:0 1rem;background:#ededed;color:#111}
form{display:flex;gap:.5rem;flex-wrap:wrap}input{font:inherit;padding:.4rem;flex:1;min-width:8rem}button{font:inherit;padding:.4rem 1rem}
p{margin:.5rem 0;padding:.5rem .75rem;border-radius:.5rem;background:#fff;white-space:pre-wrap;width:fit-content;max-width:85%}
p.user{background:#95ec69;margin-left:auto}p.platform{background:none;color:#555;margin:auto}h2{font-size:1rem}
</style>
<h1>%TITLE% 模拟手机 <small>Simulated phone</small></h1>
<form><input id="user" aria-label="用户 User" value="%USER%" required><input id="text" aria-label="消息 Message" placeholder="张三 男 56 胆结石 明天上午到" required>
<button>发送</button></form><main aria-live="polite"></main>
<script>
const byId = (id) => document.getElementById(id);
async function show() {
  const phones = await (await fetch('phones')).json();
  const parts = [];
  for (const [user, lines] of Object.entries(phones)) {
    const title = document.createElement('h2'); title.textContent = user; parts.push(title);
    for (const line of lines) { const p = document.createElement('p'); p.className = line.from; p.textContent = line.text; parts.push(p); }
  }
  document.querySelector('main').replaceChildren(...parts);
}
document.querySelector('form').addEventListener('submit', async (event) => {
  event.preventDefault();
  const body = JSON.stringify({ user: byId('user').value, text: byId('text').value });
  byId('text').value = '';
  await fetch('phones', { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  await show();
});
show(); setInterval(show, 2000);
</script></html>`;
