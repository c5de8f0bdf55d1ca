import { useText } from '#web/i18n.ts';
import { StateTag, type Tone } from '#web/kit/index.ts';

const toneOf: Readonly<Record<number, Tone>> = {
  1: 'prohibited',
  2: 'inactive',
  3: 'primary',
  4: 'allowed',
  5: 'allowed',
};

export function LevelTag({ level }: { level: number }) {
  const t = useText('patients');
  return <StateTag tone={toneOf[level] ?? 'inactive'}>{t(`level.name.${level}`)}</StateTag>;
}
