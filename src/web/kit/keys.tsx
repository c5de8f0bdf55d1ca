import { Modal } from 'antd';
import { createContext, type ReactNode, useContext, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { useText } from '#web/i18n.ts';

export interface KeyBinding {
  /** As `KeyboardEvent.key`, with `mod+` for Ctrl/⌘: `j`, `/`, `Enter`, `mod+k`. */
  readonly keys: string;
  /** What it does, in words, for the help. */
  readonly label: string;
  readonly run: (event: KeyboardEvent) => void;
  /** Also while a field has the focus. */
  readonly inFields?: boolean;
  /** Not while a drawer lies over the page. */
  readonly onPageOnly?: boolean;
}

const active = new Set<readonly KeyBinding[]>();
let snapshot: readonly KeyBinding[] = [];
const listeners = new Set<() => void>();

function changed(): void {
  snapshot = [...active].flat();
  for (const listener of listeners) listener();
}

/** Key bindings of a component while it is on the page; they appear in the keyboard help. The newest binding of a key wins. */
export function useKeys(bindings: readonly KeyBinding[], enabled = true): void {
  const latest = useRef(bindings);
  latest.current = bindings;
  const signature = bindings.map((binding) => `${binding.keys} ${binding.label}`).join('\n');
  useEffect(() => {
    if (!enabled || signature === '') return;
    const held = signature.split('\n').map((line, index): KeyBinding => {
      const keys = line.slice(0, line.indexOf(' '));
      const label = line.slice(keys.length + 1);
      const inFields = latest.current[index]?.inFields === true;
      const onPageOnly = latest.current[index]?.onPageOnly === true;
      return { keys, label, inFields, onPageOnly, run: (event) => latest.current[index]?.run(event) };
    });
    active.add(held);
    changed();
    return () => {
      active.delete(held);
      changed();
    };
  }, [signature, enabled]);
}

function isField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}

/** Whether Enter or Space already means something where the focus is. */
function hasOwnMeaning(event: KeyboardEvent): boolean {
  if (event.key !== 'Enter' && event.key !== ' ') return false;
  return (
    event.target instanceof HTMLElement && event.target.closest('a,button,[role="button"],[role="menuitem"]') !== null
  );
}

export function keyName(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey'>): string {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  return event.ctrlKey || event.metaKey ? `mod+${key}` : key;
}

function onKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || event.altKey) return;
  const name = keyName(event);
  const inField = isField(event.target);
  const overlay = document.querySelector('.ant-modal-wrap:not([style*="display: none"]) .ant-modal');
  if (overlay || hasOwnMeaning(event)) return;
  const isCovered = document.querySelector('.ant-drawer-open') !== null;
  const binding = [...snapshot]
    .reverse()
    .find((one) => one.keys === name && (!inField || one.inFields) && !(isCovered && one.onPageOnly));
  if (!binding) return;
  event.preventDefault();
  binding.run(event);
}

/** Installs the one keyboard listener of the page. */
export function useKeyboard(): void {
  useEffect(() => {
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
}

const HelpContext = createContext<() => void>(() => undefined);
/** Opens the keyboard help. */
export const useKeyboardHelp = () => useContext(HelpContext);

/** Holds the list of keys that work on the page; `?` opens it. */
export function KeyboardHelp({ children }: { children: ReactNode }) {
  const t = useText('kit');
  const [open, setOpen] = useState(false);
  useKeyboard();
  useKeys([{ keys: '?', label: t('keys.help'), run: () => setOpen(true) }]);
  const bindings = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => snapshot,
  );
  const shown = [...new Map(bindings.map((binding) => [binding.keys, binding])).values()];
  return (
    <HelpContext value={() => setOpen(true)}>
      {children}
      <Modal
        open={open}
        onCancel={() => setOpen(false)}
        footer={null}
        title={t('keys.title')}
        width={440}
        destroyOnHidden
      >
        <dl className="rm-keys">
          {shown.map((binding) => (
            <div key={binding.keys}>
              <dt>
                <Keys keys={binding.keys} />
              </dt>
              <dd>{binding.label}</dd>
            </div>
          ))}
        </dl>
      </Modal>
    </HelpContext>
  );
}

const isMac = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.platform);

export function Keys({ keys }: { keys: string }) {
  const parts = keys === '+' ? ['+'] : keys.split('+');
  return (
    <span className="rm-keycaps">
      {parts.map((part) => (
        <kbd key={part}>{part === 'mod' ? (isMac ? '⌘' : 'Ctrl') : part.length === 1 ? part.toUpperCase() : part}</kbd>
      ))}
    </span>
  );
}
