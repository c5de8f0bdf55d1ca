import { useEffect, useMemo, useRef, useState } from 'react';
import { search } from '#modules/search/contract.ts';
import { call } from '#web/api/client.ts';
import { type ApiProblem, problemOf } from '#web/api/problem.ts';
import { changeLanguage, useLanguage, useText } from '#web/i18n.ts';
import { useKeyboardHelp } from '#web/kit/keys.tsx';
import { useJsonPreference, usePreference } from '#web/kit/preferences.ts';
import { useThemeMode } from '#web/kit/theme-root.tsx';
import { modules } from './modules.ts';
import { moduleText, useNavSections } from './navigation.ts';
import type { SearchHit, SearchProvider } from './pages.ts';
import { mayWith, useSession } from './session.tsx';

/** One line of the command box: leads to a page, or does something. */
export interface Choice {
  readonly key: string;
  readonly section: string;
  readonly title: string;
  readonly note: string;
  readonly words: string;
  readonly path?: string;
  readonly run?: () => void;
  /** Found by a search: names a person, so it is not kept on the computer. */
  readonly isHit?: boolean;
}

/** Pages and actions the person may use. */
export function useOwnChoices(): readonly Choice[] {
  const t = useText('shell');
  const sections = useNavSections();
  const { permissions, leave } = useSession();
  const help = useKeyboardHelp();
  const mode = useThemeMode();
  const [, setMode] = usePreference<string>('theme', 'system');
  const language = useLanguage();
  return useMemo(() => {
    const page = (path: string, title: string, section: string): Choice => ({
      key: `page ${path}`,
      section,
      title,
      note: '',
      path,
      words: path,
    });
    const act = (key: string, words: string, run: () => void): Choice => ({
      key: `act ${key}`,
      section: t('palette.act'),
      title: t(`palette.do.${key}`),
      note: '',
      run,
      words,
    });
    return [
      page('/', t('nav.today'), t('palette.pages')),
      ...sections.flatMap((section) => section.entries.map((entry) => page(entry.path, entry.label, section.label))),
      page('/account', t('top.account'), t('palette.pages')),
      ...modules.flatMap(({ module, commands = [] }) =>
        commands
          .filter((command) => mayWith(permissions, command.permission))
          .map((command) => ({
            key: `command ${module} ${command.title}`,
            section: t('palette.commands'),
            title: moduleText(module, command.title),
            note: '',
            path: command.path,
            words: command.words ?? '',
          })),
      ),
      act('help', 'kuaijiejian kjj keyboard shortcuts ?', help),
      act('theme', 'shense qianse zhuti dark light theme', () => setMode(mode === 'dark' ? 'light' : 'dark')),
      act('language', 'yuyan english zhongwen language', () => void changeLanguage(language === 'en' ? 'zh-CN' : 'en')),
      act('leave', 'tuichu tcdl sign out', () => void leave()),
    ];
  }, [sections, permissions, t, help, mode, setMode, language, leave]);
}

export interface Found {
  readonly hits: readonly Choice[];
  readonly isSearching: boolean;
  readonly problem: ApiProblem | null;
  readonly retry: () => void;
}

const pauseMs = 180;

/** Asks the server (and searches of modules' own) a moment after the last key. Former hits stay until new ones are there. */
export function useFound(text: string): Found {
  const { permissions } = useSession();
  const [hits, setHits] = useState<readonly Choice[]>([]);
  const [isSearching, setSearching] = useState(false);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [attempt, setAttempt] = useState(0);
  const wanted = text.trim();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt asks the same again
  useEffect(() => {
    setProblem(null);
    if (wanted === '') {
      setHits([]);
      setSearching(false);
      return;
    }
    const stop = new AbortController();
    setSearching(true);
    const ask = async () => {
      try {
        const [answer, others] = await Promise.all([
          call(search, { query: { q: wanted } }, { signal: stop.signal }),
          askProviders(wanted, permissions, stop.signal),
        ]);
        if (stop.signal.aborted) return;
        const own = answer.groups.flatMap(({ key, title, hits }) => hits.map((hit) => hitChoice(key, title, hit)));
        setHits([...own, ...others]);
      } catch (thrown) {
        if (stop.signal.aborted) return;
        setHits([]);
        setProblem(problemOf(thrown));
      }
      setSearching(false);
    };
    const timer = setTimeout(() => void ask(), pauseMs);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [wanted, permissions, attempt]);
  return { hits, isSearching, problem, retry: () => setAttempt((count) => count + 1) };
}

function hitChoice(
  group: string,
  section: string,
  hit: { key?: string; id?: string } & Omit<SearchHit, 'key' | 'note'> & { note?: string | null },
): Choice {
  const key = `hit ${group} ${hit.id ?? hit.key}`;
  return { key, section, title: hit.title, note: hit.note ?? '', path: hit.path, words: '', isHit: true };
}

async function askProviders(
  wanted: string,
  permissions: Parameters<typeof mayWith>[0],
  signal: AbortSignal,
): Promise<Choice[]> {
  const providers = modules.flatMap(({ module, searches = [] }) =>
    searches.filter((one) => mayWith(permissions, one.permission)).map((provider) => ({ module, provider })),
  );
  const ask = async ({ module, provider }: { module: string; provider: SearchProvider }) => {
    const found = await provider.search(wanted, signal).catch((): readonly SearchHit[] => []);
    return found.slice(0, 8).map((hit) => hitChoice(module, moduleText(module, provider.title), hit));
  };
  return (await Promise.all(providers.map(ask))).flat();
}

const noKeys: readonly string[] = [];
const recentMax = 8;
/** What was found and opened since the page was loaded: names of persons stay in memory. */
let recentHits: readonly Choice[] = [];

/** What was used last; pages and actions are remembered on this computer, persons until the page is left. */
export function useRecent(own: readonly Choice[]): [readonly Choice[], (choice: Choice) => void] {
  const t = useText('shell');
  const { account } = useSession();
  const [keys, setKeys] = useJsonPreference<readonly string[]>(`recent.${account.id}`, noKeys);
  const latest = useRef(keys);
  latest.current = keys;
  const recent = [...recentHits, ...keys.flatMap((key) => own.find((choice) => choice.key === key) ?? [])].slice(
    0,
    recentMax,
  );
  const note = (choice: Choice) => {
    if (choice.isHit) recentHits = [choice, ...recentHits.filter((one) => one.key !== choice.key)].slice(0, 5);
    else setKeys([choice.key, ...latest.current.filter((key) => key !== choice.key)].slice(0, 5));
  };
  return [recent.map((choice) => ({ ...choice, section: t('palette.recent') })), note];
}
