import { AppstoreOutlined, MenuFoldOutlined, MenuOutlined, MenuUnfoldOutlined, SunOutlined } from '@ant-design/icons';
import { Outlet } from '@tanstack/react-router';
import { Button, Drawer, Menu, Tooltip } from 'antd';
import { type ComponentType, useEffect, useState } from 'react';
import { useText } from '#web/i18n.ts';
import { Logo } from '#web/kit/logo.tsx';
import { PageLink, useGo, usePagePath } from '#web/kit/navigation.tsx';
import { useJsonPreference, usePreference } from '#web/kit/preferences.ts';
import { ErrorBoundary } from '#web/kit/states.tsx';
import { usePhone } from '#web/kit/use-phone.ts';
import { groupIcons } from './group-icons.ts';
import { entryOf, type NavSection, useNavSections, usePhoneBar } from './navigation.ts';
import { useSession } from './session.tsx';
import { TopBar } from './top-bar.tsx';

const noneOpen: readonly string[] = [];

/** The frame around every page: navigation by work, top bar, content, bottom bar on phones. */
export function Frame() {
  const t = useText('shell');
  const phone = usePhone();
  const path = usePagePath();
  const sections = useNavSections();
  const bar = usePhoneBar();
  const { hospital, account } = useSession();
  const go = useGo();
  // The server answers nothing else until the temporary password is changed.
  const mustGoTo = account.mustChangePassword && path !== '/account' ? '/account' : null;
  useEffect(() => {
    if (mustGoTo) go(mustGoTo, { replace: true });
  }, [mustGoTo, go]);
  const [collapsed, setCollapsed] = usePreference<'yes' | 'no'>('nav.collapsed', 'no');
  const [drawerOpen, setDrawerOpen] = useState(false);
  const isCollapsed = collapsed === 'yes';
  // biome-ignore lint/correctness/useExhaustiveDependencies: going to a page closes the drawer
  useEffect(() => setDrawerOpen(false), [path]);

  return (
    <div className={`rm-frame${phone ? ' rm-frame-phone' : ''}${isCollapsed ? ' rm-frame-collapsed' : ''}`}>
      <a href="#content" className="rm-skip">
        {t('skip')}
      </a>
      {!phone && (
        <nav className="rm-side" aria-label={t('nav.label')}>
          <Brand hospital={hospital.name} small={isCollapsed} />
          <div className="rm-side-menu">
            <NavMenu sections={sections} collapsed={isCollapsed} />
          </div>
          <Tooltip title={isCollapsed ? t('nav.expand') : undefined} placement="right">
            <Button
              type="text"
              className="rm-side-fold"
              icon={isCollapsed ? <MenuUnfoldOutlined /> : <MenuFoldOutlined />}
              aria-label={t(isCollapsed ? 'nav.expand' : 'nav.collapse')}
              onClick={() => setCollapsed(isCollapsed ? 'no' : 'yes')}
            >
              {isCollapsed ? null : t('nav.collapse')}
            </Button>
          </Tooltip>
        </nav>
      )}
      <div className="rm-main">
        <TopBar
          lead={
            phone ? (
              <Button
                type="text"
                icon={<MenuOutlined />}
                aria-label={t('nav.open')}
                onClick={() => setDrawerOpen(true)}
              />
            ) : null
          }
        />
        <main id="content" tabIndex={-1} className="rm-content">
          <ErrorBoundary resetKey={path}>
            <Outlet />
          </ErrorBoundary>
        </main>
      </div>
      {phone && bar.length > 0 && (
        <nav className="rm-bottom" aria-label={t('nav.label')}>
          <BottomLink path="/" label={t('nav.today')} icon={SunOutlined} current={path === '/'} />
          {bar.map((entry) => (
            <BottomLink
              key={entry.path}
              {...entry}
              current={
                entryOf(
                  path,
                  bar.map((one) => one.path),
                ) === entry.path
              }
            />
          ))}
        </nav>
      )}
      {phone && (
        <Drawer
          open={drawerOpen}
          onClose={() => setDrawerOpen(false)}
          placement="left"
          size={280}
          title={<Brand hospital={hospital.name} small={false} />}
          styles={{ body: { padding: 8 } }}
        >
          <nav aria-label={t('nav.label')}>
            <NavMenu sections={sections} collapsed={false} />
          </nav>
        </Drawer>
      )}
    </div>
  );
}

function Brand({ hospital, small }: { hospital: string; small: boolean }) {
  const k = useText('kit');
  return (
    <PageLink to="/" className="rm-brand" aria-label={`${k('product')} · ${hospital}`}>
      <Logo size={32} />
      {!small && (
        <span>
          <strong>{k('product')}</strong>
          <small title={hospital}>{hospital}</small>
        </span>
      )}
    </PageLink>
  );
}

function NavMenu({ sections, collapsed }: { sections: readonly NavSection[]; collapsed: boolean }) {
  const t = useText('shell');
  const path = usePagePath();
  const go = useGo();
  const [open, setOpen] = useJsonPreference<readonly string[]>('nav.open', noneOpen);
  const all = sections.flatMap((section) => section.entries.map((entry) => entry.path));
  const current = path === '/' ? '/' : entryOf(path, all);
  const group = sections.find((section) => section.entries.some((entry) => entry.path === current))?.group;
  const few = all.length <= 12;
  const openKeys = few ? sections.map((section) => section.group) : [...new Set([...open, ...(group ? [group] : [])])];
  const link = (to: string, label: string) => (
    <PageLink to={to} onClick={(event) => event.stopPropagation()}>
      {label}
    </PageLink>
  );
  const entriesOf = (section: NavSection) =>
    section.entries.map((entry) => ({ key: entry.path, icon: <entry.icon />, label: link(entry.path, entry.label) }));
  return (
    <Menu
      mode="inline"
      inlineCollapsed={collapsed}
      inlineIndent={16}
      selectedKeys={current ? [current] : []}
      {...(collapsed ? {} : { openKeys: [...openKeys], onOpenChange: (keys: string[]) => setOpen(keys) })}
      onClick={({ key, domEvent }) => {
        if (!(domEvent.target as HTMLElement).closest('a')) go(key);
      }}
      items={[
        { key: '/', icon: <SunOutlined />, label: link('/', t('nav.today')) },
        ...sections.map((section) => {
          const Icon = groupIcons[section.group] ?? AppstoreOutlined;
          return few && !collapsed
            ? { key: section.group, type: 'group' as const, label: section.label, children: entriesOf(section) }
            : { key: section.group, icon: <Icon />, label: section.label, children: entriesOf(section) };
        }),
      ]}
    />
  );
}

function BottomLink(props: { path: string; label: string; icon: ComponentType; current: boolean }) {
  const { path, label, icon: Icon, current } = props;
  return (
    <PageLink to={path} className="rm-bottom-link" {...(current ? { 'aria-current': 'page' as const } : {})}>
      <Icon />
      <span>{label}</span>
    </PageLink>
  );
}
