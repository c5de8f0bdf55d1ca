import {
  BankOutlined,
  DesktopOutlined,
  DownOutlined,
  LogoutOutlined,
  MoonOutlined,
  QuestionCircleOutlined,
  SearchOutlined,
  SunOutlined,
  SwapOutlined,
  TranslationOutlined,
  UserOutlined,
} from '@ant-design/icons';
import { Avatar, Button, Dropdown, Tooltip } from 'antd';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { changeLanguage, useLanguage, useText } from '#web/i18n.ts';
import { Keys, useKeyboardHelp, useKeys } from '#web/kit/keys.tsx';
import { useGo } from '#web/kit/navigation.tsx';
import { ErrorBoundary } from '#web/kit/states.tsx';
import { type ThemeChoice, useThemeChoice } from '#web/kit/theme-root.tsx';
import { usePhone } from '#web/kit/use-phone.ts';
import { CommandBox } from './command-box.tsx';
import { JobsButton } from './jobs-button.tsx';
import { modules } from './modules.ts';
import { useSession } from './session.tsx';

const bellLoad = modules.find((module) => module.bell)?.bell;
const Bell = bellLoad ? lazy(bellLoad) : null;

/** Hospital, command box, notifications, jobs, help, language, theme, account. */
export function TopBar({ lead }: { lead: ReactNode }) {
  const t = useText('shell');
  const phone = usePhone();
  const [searching, setSearching] = useState(false);
  const openHelp = useKeyboardHelp();
  const language = useLanguage();
  useKeys([{ keys: 'mod+k', label: t('palette.title'), run: () => setSearching(true), inFields: true }]);
  return (
    <header className="rm-top">
      {lead}
      <HospitalSwitcher />
      <span className="rm-grow" />
      {phone ? (
        <Button type="text" icon={<SearchOutlined />} aria-label={t('top.search')} onClick={() => setSearching(true)} />
      ) : (
        <button type="button" className="rm-command" onClick={() => setSearching(true)}>
          <SearchOutlined />
          <span>{t('top.search')}</span>
          <Keys keys="mod+k" />
        </button>
      )}
      <span className="rm-grow" />
      {Bell && (
        <ErrorBoundary>
          <Suspense fallback={null}>
            <Bell />
          </Suspense>
        </ErrorBoundary>
      )}
      <JobsButton />
      {!phone && (
        <>
          <Tooltip title={t('top.help')}>
            <Button type="text" icon={<QuestionCircleOutlined />} aria-label={t('top.help')} onClick={openHelp} />
          </Tooltip>
          <Tooltip title={t('top.language')}>
            <Button
              type="text"
              icon={<TranslationOutlined />}
              aria-label={t('top.language')}
              onClick={() => void changeLanguage(language === 'en' ? 'zh-CN' : 'en')}
            />
          </Tooltip>
          <ThemeButton />
        </>
      )}
      <AccountMenu />
      <CommandBox open={searching} onClose={() => setSearching(false)} />
    </header>
  );
}

function HospitalSwitcher() {
  const t = useText('shell');
  const { hospital, hospitals, switchHospital } = useSession();
  if (hospitals.length < 2) return <span className="rm-hospital">{hospital.name}</span>;
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        selectedKeys: [hospital.id],
        items: hospitals.map((one) => ({ key: one.id, label: one.name, icon: <BankOutlined /> })),
        onClick: ({ key }) => key !== hospital.id && switchHospital(key),
      }}
    >
      <Button type="text" className="rm-hospital" aria-label={`${t('top.hospital')}: ${hospital.name}`}>
        <SwapOutlined />
        <span>{hospital.name}</span>
        <DownOutlined />
      </Button>
    </Dropdown>
  );
}

const themeIcons: Record<ThemeChoice, ReactNode> = {
  light: <SunOutlined />,
  dark: <MoonOutlined />,
  system: <DesktopOutlined />,
};
const themeChoices = ['light', 'dark', 'system'] as const;

function ThemeButton() {
  const t = useText('shell');
  const [choice, choose] = useThemeChoice();
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        selectedKeys: [choice],
        items: themeChoices.map((key) => ({ key, label: t(`top.${key}`), icon: themeIcons[key] })),
        onClick: ({ key }) => choose(key as ThemeChoice),
      }}
    >
      <Button type="text" icon={themeIcons[choice]} aria-label={t('top.theme')} />
    </Dropdown>
  );
}

function AccountMenu() {
  const t = useText('shell');
  const phone = usePhone();
  const go = useGo();
  const { account, roles, leave } = useSession();
  const language = useLanguage();
  const [choice, choose] = useThemeChoice();
  const roleWords = roles.map((role) => t(`role.${role}`)).join(language === 'en' ? ', ' : '、');
  const onPhone = phone
    ? [
        { key: 'language', icon: <TranslationOutlined />, label: t('top.language') },
        {
          key: 'theme',
          icon: themeIcons[choice],
          label: t('top.theme'),
          children: themeChoices.map((key) => ({ key: `theme:${key}`, label: t(`top.${key}`), icon: themeIcons[key] })),
        },
      ]
    : [];
  const run = (key: string) => {
    if (key === 'account') go('/account');
    else if (key === 'leave') void leave();
    else if (key === 'language') void changeLanguage(language === 'en' ? 'zh-CN' : 'en');
    else if (key.startsWith('theme:')) choose(key.slice('theme:'.length) as ThemeChoice);
  };
  return (
    <Dropdown
      trigger={['click']}
      placement="bottomRight"
      menu={{
        items: [
          {
            key: 'who',
            type: 'group' as const,
            label: `${account.displayName} · ${roleWords}`,
            children: [{ key: 'account', icon: <UserOutlined />, label: t('top.account') }],
          },
          ...onPhone,
          { type: 'divider' as const },
          { key: 'leave', icon: <LogoutOutlined />, label: t('top.signOut') },
        ],
        onClick: ({ key }) => run(key),
      }}
    >
      <Button
        type="text"
        className="rm-account"
        title={t('top.accountMenu')}
        {...(phone ? { 'aria-label': `${t('top.accountMenu')}: ${account.displayName}` } : {})}
      >
        <Avatar size={28} aria-hidden>
          {account.displayName.slice(0, 1)}
        </Avatar>
        {!phone && <span>{account.displayName}</span>}
      </Button>
    </Dropdown>
  );
}
