import { App, ConfigProvider } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import { createContext, type ReactNode, useContext, useLayoutEffect, useMemo, useSyncExternalStore } from 'react';
import { useLanguage } from '#web/i18n.ts';
import { usePreference } from './preferences.ts';
import { applyPalette, type Density, type ThemeMode, themeFor } from './theme.ts';

export type ThemeChoice = 'light' | 'dark' | 'system';

const ModeContext = createContext<ThemeMode>('light');
const DensityContext = createContext<Density>('compact');

export function useThemeChoice(): [ThemeChoice, (choice: ThemeChoice) => void] {
  return usePreference<ThemeChoice>('theme', 'system');
}

export const useThemeMode = (): ThemeMode => useContext(ModeContext);
export const useDensity = (): Density => useContext(DensityContext);

const darkQuery = () =>
  typeof globalThis.matchMedia === 'function' ? globalThis.matchMedia('(prefers-color-scheme: dark)') : null;

function useSystemDark(): boolean {
  return useSyncExternalStore(
    (listener) => {
      const query = darkQuery();
      query?.addEventListener('change', listener);
      return () => query?.removeEventListener('change', listener);
    },
    () => darkQuery()?.matches ?? false,
    () => false,
  );
}

/** Theme, language of Ant Design, messages and dialogs for everything below. */
export function ThemeRoot({ children }: { children: ReactNode }) {
  const [choice] = useThemeChoice();
  const systemDark = useSystemDark();
  const mode: ThemeMode = choice === 'system' ? (systemDark ? 'dark' : 'light') : choice;
  const language = useLanguage();
  const config = useMemo(() => themeFor(mode, 'compact'), [mode]);
  useLayoutEffect(() => applyPalette(mode, document.documentElement), [mode]);
  return (
    <ModeContext value={mode}>
      <ConfigProvider
        theme={config}
        locale={language === 'en' ? enUS : zhCN}
        button={{ autoInsertSpace: false }}
        form={{ requiredMark: 'optional', scrollToFirstError: { behavior: 'smooth', block: 'center', focus: true } }}
      >
        <App message={{ maxCount: 3 }} component="div" className="rm-app">
          {children}
        </App>
      </ConfigProvider>
    </ModeContext>
  );
}

/** Changes the size of controls and rows below: `<DensityRoot density="large">` for reception and phones. */
export function DensityRoot({ density, children }: { density: Density; children: ReactNode }) {
  const mode = useThemeMode();
  const config = useMemo(() => themeFor(mode, density), [mode, density]);
  return (
    <DensityContext value={density}>
      <ConfigProvider theme={config}>
        <div className={`rm-density rm-density-${density}`}>{children}</div>
      </ConfigProvider>
    </DensityContext>
  );
}
