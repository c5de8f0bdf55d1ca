import { LockOutlined } from '@ant-design/icons';
import { Input, Modal, Skeleton } from 'antd';
import { type KeyboardEvent, useEffect, useState } from 'react';
import { useRead } from '#web/api/index.ts';
import { ProblemNote, StateTag, When } from '#web/kit/index.ts';
import { searchCandidates } from '../../contract/queue.ts';
import { useDesk, usePersonText } from '../desk-text.ts';
import { WhyNotLink } from './queue-proposal.tsx';

interface FindDialogProps {
  /** Null: closed. */
  readonly referralId: string | null;
  readonly onClose: () => void;
  readonly onChoose: (episodeNo: string) => void;
}

/** Looks for the episode by hand when no proposal is right; arrows and Enter, as everywhere in the queue. */
export function FindDialog({ referralId, onClose, onChoose }: FindDialogProps) {
  const t = useDesk();
  const personText = usePersonText();
  const [text, setText] = useState('');
  const [asked, setAsked] = useState('');
  const [active, setActive] = useState(0);
  const isOpen = referralId !== null;
  useEffect(() => {
    if (isOpen) setText('');
  }, [isOpen]);
  useEffect(() => {
    const timer = setTimeout(() => setAsked(text.trim()), 200);
    return () => clearTimeout(timer);
  }, [text]);
  const found = useRead(
    searchCandidates,
    { params: { referralId: referralId ?? '-' }, query: { q: asked || '-' } },
    { enabled: isOpen && asked !== '', keepPrevious: true },
  );
  const items = asked === '' ? [] : (found.data?.items ?? []);
  const at = Math.min(active, Math.max(0, items.length - 1));
  const onKey = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'ArrowDown') setActive(Math.min(at + 1, items.length - 1));
    else if (event.key === 'ArrowUp') setActive(Math.max(at - 1, 0));
    else if (event.key === 'Enter' && items[at] && items[at].mayNotLink === null) onChoose(items[at].episodeNo);
    else return;
    event.preventDefault();
  };
  return (
    <Modal open={isOpen} title={t('matching.findTitle')} footer={null} onCancel={onClose} width={620} destroyOnHidden>
      <Input.Search
        autoFocus
        value={text}
        maxLength={50}
        aria-label={t('matching.findHint')}
        placeholder={t('matching.findHint')}
        onChange={(event) => {
          setText(event.target.value);
          setActive(0);
        }}
        onKeyDown={onKey}
      />
      <ProblemNote problem={found.error} />
      {asked !== '' && found.isPending && <Skeleton active paragraph={{ rows: 2 }} title={false} />}
      {asked !== '' && found.data && items.length === 0 && <p className="rq-find-none">{t('matching.findNone')}</p>}
      <ul className="rq-found">
        {items.map((episode, index) => (
          <li key={episode.episodeNo}>
            <button
              type="button"
              aria-current={index === at}
              onClick={() => (episode.mayNotLink === null ? onChoose(episode.episodeNo) : setActive(index))}
            >
              <strong>{episode.patientName ?? t('common.unnamed')}</strong>
              <span>{personText(episode)}</span>
              <span>{[episode.department, episode.episodeNo].filter(Boolean).join(' · ')}</span>
              <When at={episode.arrivalAt} full />
              {episode.mayNotLink !== null && (
                <StateTag tone="inactive" icon={<LockOutlined />}>
                  {t('matching.locked')}
                </StateTag>
              )}
            </button>
            {index === at && episode.mayNotLink !== null && <WhyNotLink code={episode.mayNotLink} />}
          </li>
        ))}
      </ul>
    </Modal>
  );
}
