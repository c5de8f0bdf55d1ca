import { EnterOutlined, SearchOutlined } from '@ant-design/icons';
import { Input, Modal } from 'antd';
import { type KeyboardEvent, useEffect, useMemo, useState } from 'react';
import { useText } from '#web/i18n.ts';
import { useGo } from '#web/kit/navigation.tsx';
import { modules } from './modules.ts';
import { moduleText, useNavSections } from './navigation.ts';
import type { SearchHit, SearchProvider } from './pages.ts';
import { mayWith, useSession } from './session.tsx';

interface Choice {
  readonly key: string;
  readonly section: string;
  readonly title: string;
  readonly note: string;
  readonly path: string;
  readonly words: string;
}

/** Ctrl/⌘-K: pages, actions, and what the modules' searches find. */
export function CommandBox({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = useText('shell');
  return (
    <Modal
      open={open}
      onCancel={onClose}
      footer={null}
      closable={false}
      width={600}
      className="rm-palette-modal"
      style={{ top: 88 }}
      destroyOnHidden
      title={<span className="rm-hidden">{t('palette.title')}</span>}
      styles={{ header: { height: 0, margin: 0, padding: 0 } }}
    >
      <Palette onClose={onClose} />
    </Modal>
  );
}

function Palette({ onClose }: { onClose: () => void }) {
  const t = useText('shell');
  const go = useGo();
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const own = useOwnChoices();
  const { hits, isSearching } = useSearches(text);
  const wanted = text.trim().toLowerCase();
  const choices = [
    ...own.filter(
      (choice) => wanted === '' || `${choice.title} ${choice.section} ${choice.words}`.toLowerCase().includes(wanted),
    ),
    ...hits,
  ];
  const active = Math.min(at, choices.length - 1);
  const take = (choice: Choice | undefined) => {
    if (!choice) return;
    onClose();
    go(choice.path);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'ArrowDown') setAt(Math.min(active + 1, choices.length - 1));
    else if (event.key === 'ArrowUp') setAt(Math.max(active - 1, 0));
    else if (event.key === 'Enter') take(choices[active]);
    else return;
    event.preventDefault();
  };
  return (
    <div className="rm-palette">
      <Input
        autoFocus
        size="large"
        variant="borderless"
        prefix={<SearchOutlined />}
        role="combobox"
        aria-expanded={choices.length > 0}
        aria-controls="rm-palette-list"
        aria-activedescendant={choices[active] ? `rm-choice-${active}` : ''}
        aria-label={t('palette.title')}
        placeholder={t('palette.hint')}
        value={text}
        maxLength={60}
        onChange={(event) => {
          setText(event.target.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div id="rm-palette-list" role="listbox" aria-label={t('palette.title')} className="rm-palette-list">
        {choices.map((choice, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field above moves and chooses by keyboard
          <div
            key={choice.key}
            id={`rm-choice-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === active}
            className="rm-choice"
            ref={(node) => {
              if (node && index === active) node.scrollIntoView({ block: 'nearest' });
            }}
            onMouseMove={() => setAt(index)}
            onClick={() => take(choice)}
          >
            <span className="rm-choice-section">{choice.section}</span>
            <span>{choice.title}</span>
            {choice.note && <span className="rm-faint">{choice.note}</span>}
            <span className="rm-grow" />
            {index === active && <EnterOutlined aria-hidden />}
          </div>
        ))}
      </div>
      {choices.length === 0 && (
        <p className="rm-palette-none" role="status">
          {isSearching ? t('palette.searching') : t('palette.nothing', { text: text.trim() })}
        </p>
      )}
    </div>
  );
}

function useOwnChoices(): readonly Choice[] {
  const t = useText('shell');
  const sections = useNavSections();
  const { permissions } = useSession();
  return useMemo(() => {
    const page = (path: string, title: string, section: string): Choice => ({
      key: `page ${path}`,
      section,
      title,
      note: '',
      path,
      words: path,
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
    ];
  }, [sections, permissions, t]);
}

/** Asks the modules' searches a quarter of a second after the last key; answers come in as they arrive. */
function useSearches(text: string): { hits: readonly Choice[]; isSearching: boolean } {
  const { permissions } = useSession();
  const [hits, setHits] = useState<readonly Choice[]>([]);
  const [waiting, setWaiting] = useState(0);
  useEffect(() => {
    setHits([]);
    const wanted = text.trim();
    const providers = modules.flatMap(({ module, searches = [] }) =>
      searches.filter((one) => mayWith(permissions, one.permission)).map((provider) => ({ module, provider })),
    );
    if (wanted.length < 2 || providers.length === 0) return;
    const stop = new AbortController();
    setWaiting(providers.length);
    const ask = async ({ module, provider }: { module: string; provider: SearchProvider }) => {
      const found = await provider.search(wanted, stop.signal).catch((): readonly SearchHit[] => []);
      if (stop.signal.aborted) return;
      const section = moduleText(module, provider.title);
      setHits((before) => [
        ...before,
        ...found
          .slice(0, 8)
          .map((hit) => ({ ...hit, key: `hit ${module} ${hit.key}`, section, note: hit.note ?? '', words: '' })),
      ]);
      setWaiting((count) => count - 1);
    };
    const timer = setTimeout(() => {
      for (const one of providers) void ask(one);
    }, 250);
    return () => {
      clearTimeout(timer);
      stop.abort();
      setWaiting(0);
    };
  }, [text, permissions]);
  return { hits, isSearching: waiting > 0 };
}
