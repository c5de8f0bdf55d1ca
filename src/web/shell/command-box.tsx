import { EnterOutlined, LoadingOutlined, SearchOutlined } from '@ant-design/icons';
import { Button, Input, Modal } from 'antd';
import { type KeyboardEvent, useState } from 'react';
import { useText } from '#web/i18n.ts';
import { useGo } from '#web/kit/navigation.tsx';
import { useProblemWords } from '#web/kit/states.tsx';
import { usePhone } from '#web/kit/use-phone.ts';
import { type Choice, useFound, useOwnChoices, useRecent } from './palette-choices.ts';

/** Ctrl/⌘-K: finds people and things, goes to pages, begins and does. */
export function CommandBox({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = useText('shell');
  const phone = usePhone();
  return (
    <Modal
      open={open}
      onCancel={onClose}
      footer={null}
      closable={false}
      width={phone ? '100%' : 640}
      className="rm-palette-modal"
      style={{ top: phone ? 8 : 88 }}
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
  const words = useProblemWords();
  const go = useGo();
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const own = useOwnChoices();
  const [recent, noteUsed] = useRecent(own);
  const { hits, isSearching, problem, retry } = useFound(text);
  const wanted = text.trim().toLowerCase();
  const choices =
    wanted === '' ? withoutTwins([...recent, ...own]) : [...hits, ...own.filter((one) => fits(one, wanted))];
  const active = Math.min(at, choices.length - 1);
  const take = (choice: Choice | undefined) => {
    if (!choice) return;
    noteUsed(choice);
    onClose();
    if (choice.path) go(choice.path);
    else choice.run?.();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'ArrowDown') setAt(active >= choices.length - 1 ? 0 : active + 1);
    else if (event.key === 'ArrowUp') setAt(active <= 0 ? choices.length - 1 : active - 1);
    else if (event.key === 'PageDown') setAt(Math.min(active + 8, choices.length - 1));
    else if (event.key === 'PageUp') setAt(Math.max(active - 8, 0));
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
        prefix={isSearching ? <LoadingOutlined /> : <SearchOutlined />}
        role="combobox"
        aria-expanded={choices.length > 0}
        aria-controls="rm-palette-list"
        aria-activedescendant={choices[active] ? `rm-choice-${active}` : ''}
        aria-label={t('palette.title')}
        placeholder={t('palette.hint')}
        value={text}
        maxLength={60}
        allowClear
        onChange={(event) => {
          setText(event.target.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
      />
      {problem && (
        <div role="alert" className="rm-palette-problem">
          <span>
            {words(problem).title} <span className="rm-code">{problem.code}</span>
          </span>
          <Button size="small" onClick={retry}>
            {t('palette.retry')}
          </Button>
        </div>
      )}
      <div id="rm-palette-list" role="listbox" aria-label={t('palette.title')} className="rm-palette-list">
        {choices.map((choice, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field above moves and chooses by keyboard
          <div
            key={`${choice.section} ${choice.key}`}
            id={`rm-choice-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === active}
            className={choice.section === choices[index - 1]?.section ? 'rm-choice' : 'rm-choice rm-choice-first'}
            ref={(node) => {
              if (node && index === active) node.scrollIntoView({ block: 'nearest' });
            }}
            onMouseMove={() => setAt(index)}
            onClick={() => take(choice)}
          >
            <span className="rm-choice-section">{choice.section}</span>
            <span className="rm-choice-title">{choice.title}</span>
            {choice.note && <span className="rm-choice-note">{choice.note}</span>}
            <span className="rm-grow" />
            {index === active && <EnterOutlined aria-hidden />}
          </div>
        ))}
      </div>
      {choices.length === 0 && !problem && (
        <div className="rm-palette-none" role="status">
          <p>{isSearching ? t('palette.searching') : t('palette.nothing', { text: text.trim() })}</p>
          {!isSearching && <p>{t('palette.how')}</p>}
        </div>
      )}
      <p className="rm-palette-foot">{t('palette.foot')}</p>
    </div>
  );
}

const fits = (choice: Choice, wanted: string) =>
  `${choice.title} ${choice.section} ${choice.words}`.toLowerCase().includes(wanted);

/** What was used last stands on top, not twice. */
function withoutTwins(choices: readonly Choice[]): Choice[] {
  return [...new Map(choices.toReversed().map((choice) => [choice.key, choice])).values()].toReversed();
}
