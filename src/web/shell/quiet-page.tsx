import { MoonOutlined, SunOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { changeLanguage, useLanguage, useText } from '#web/i18n.ts';
import { Logo } from '#web/kit/logo.tsx';
import { DensityRoot, useThemeChoice, useThemeMode } from '#web/kit/theme-root.tsx';

/** The page before the frame: mark, one card, language and appearance. */
export function QuietPage({ wide, children }: { wide?: boolean; children: ReactNode }) {
  const t = useText('shell');
  const k = useText('kit');
  const language = useLanguage();
  const mode = useThemeMode();
  const [, choose] = useThemeChoice();
  return (
    <div className="rm-quiet">
      <header>
        <Logo size={40} />
        <span>
          <strong>{k('product')}</strong>
          <small>{t('login.slogan')}</small>
        </span>
        <span className="rm-grow" />
        <Button type="text" onClick={() => void changeLanguage(language === 'en' ? 'zh-CN' : 'en')}>
          {t('top.language')}
        </Button>
        <Button
          type="text"
          icon={mode === 'dark' ? <SunOutlined /> : <MoonOutlined />}
          aria-label={t('top.theme')}
          onClick={() => choose(mode === 'dark' ? 'light' : 'dark')}
        />
      </header>
      <main className={wide ? 'rm-quiet-card rm-quiet-wide' : 'rm-quiet-card'}>
        <DensityRoot density="large">{children}</DensityRoot>
      </main>
      <svg
        className="rm-quiet-pulse"
        viewBox="0 0 1200 120"
        preserveAspectRatio="none"
        aria-hidden="true"
        focusable="false"
      >
        <path d="M0 70h330l18-14 18 14h30l16-52 28 92 18-54 12 14h250l16-12 16 12h26l14-40 24 70 16-42 10 12h358" />
      </svg>
    </div>
  );
}
