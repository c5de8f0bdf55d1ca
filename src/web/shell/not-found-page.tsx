import { Button } from 'antd';
import { useText } from '#web/i18n.ts';
import { useGo } from '#web/kit/navigation.tsx';
import { EmptyState } from '#web/kit/states.tsx';

export function NotFoundPage() {
  const t = useText('shell');
  const go = useGo();
  return (
    <EmptyState
      picture="search"
      title={t('notFound.title')}
      text={t('notFound.text')}
      action={
        <Button type="primary" onClick={() => go('/')}>
          {t('notFound.home')}
        </Button>
      }
    />
  );
}
