import { DownOutlined, ExpandOutlined, UpOutlined } from '@ant-design/icons';
import { Button, Drawer, Tooltip } from 'antd';
import { type ReactNode, useEffect, useRef } from 'react';
import { useText } from '#web/i18n.ts';
import { useKeys } from './keys.tsx';
import { useNeighbours } from './list/walk.ts';
import { useGo, usePagePath } from './navigation.tsx';
import { ErrorState, PageSkeleton } from './states.tsx';
import { usePhone } from './use-phone.ts';

export interface DetailDrawerProps {
  readonly title: ReactNode;
  /** Address of the list below; its filter stays. */
  readonly back: string;
  /** State tag and the like, beside the title. */
  readonly extra?: ReactNode;
  /** Address of the same thing as a full page, when there is one. */
  readonly fullPage?: string;
  /** px on large screens. */
  readonly width?: number;
  readonly footer?: ReactNode;
  readonly isLoading?: boolean;
  readonly error?: unknown;
  readonly onRetry?: () => void;
  readonly children?: ReactNode;
}

/** One thing of a list, in a side drawer with an address of its own; goes to its neighbours within the same filter. */
export function DetailDrawer(props: DetailDrawerProps) {
  const { title, back, extra, fullPage, width = 640, footer, isLoading, error, onRetry, children } = props;
  const t = useText('kit');
  const go = useGo();
  const path = usePagePath();
  const phone = usePhone();
  const { previous, next } = useNeighbours(path);
  const query = () => globalThis.location.search;
  const close = () => go(`${back}${query()}`);
  const step = (to: string | null) => to && go(`${to}${query()}`, { replace: true });
  useKeys([
    { keys: 'j', label: t('keys.nextThing'), run: () => step(next) },
    { keys: 'k', label: t('keys.previousThing'), run: () => step(previous) },
  ]);
  return (
    <Drawer
      open
      onClose={close}
      size={phone ? '100%' : width}
      mask={phone ? true : { enabled: true, blur: false }}
      title={
        <span className="rm-drawer-title">
          <span>{title}</span>
          {extra}
        </span>
      }
      extra={
        <>
          {(previous || next) && (
            <>
              <Tooltip title={t('keys.previousThing')}>
                <Button
                  type="text"
                  icon={<UpOutlined />}
                  disabled={!previous}
                  aria-label={t('keys.previousThing')}
                  onClick={() => step(previous)}
                />
              </Tooltip>
              <Tooltip title={t('keys.nextThing')}>
                <Button
                  type="text"
                  icon={<DownOutlined />}
                  disabled={!next}
                  aria-label={t('keys.nextThing')}
                  onClick={() => step(next)}
                />
              </Tooltip>
            </>
          )}
          {fullPage && (
            <Tooltip title={t('drawer.fullPage')}>
              <Button
                type="text"
                icon={<ExpandOutlined />}
                aria-label={t('drawer.fullPage')}
                onClick={() => go(fullPage)}
              />
            </Tooltip>
          )}
        </>
      }
      {...(footer ? { footer } : {})}
      className="rm-drawer"
    >
      <ScrollFocus />
      {error ? (
        <ErrorState error={error} {...(onRetry ? { onRetry } : {})} />
      ) : isLoading ? (
        <PageSkeleton rows={6} />
      ) : (
        children
      )}
    </Drawer>
  );
}

/** Lets the keyboard scroll the drawer's body when nothing in it can be focused. */
function ScrollFocus() {
  const mark = useRef<HTMLSpanElement>(null);
  useEffect(() => mark.current?.closest('.ant-drawer-body')?.setAttribute('tabindex', '0'), []);
  return <span ref={mark} hidden />;
}
