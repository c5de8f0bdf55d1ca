import { useEffect, useState } from 'react';
import { call } from '#web/api/index.ts';
import { previewMessage } from '../../contract/index.ts';

export type Preview = Awaited<ReturnType<typeof call<typeof previewMessage>>>;

/** How a text would be read, a moment after the last key; the former reading stays until the new one is there. */
export function usePreview(
  text: string,
  onRead: (preview: Preview) => void,
): { isReading: boolean; preview: Preview | null } {
  const [preview, setPreview] = useState<Preview | null>(null);
  const [isReading, setReading] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new handler is no reason to read the same text again
  useEffect(() => {
    if (text.trim().length < 2) {
      setPreview(null);
      return;
    }
    const stop = new AbortController();
    const timer = setTimeout(async () => {
      setReading(true);
      try {
        const found = await call(previewMessage, { body: { text: text.slice(0, 5000) } }, { signal: stop.signal });
        setPreview(found);
        onRead(found);
      } catch {
        // Reading is a convenience: without it the fields are typed.
      } finally {
        if (!stop.signal.aborted) setReading(false);
      }
    }, 250);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [text]);
  return { isReading, preview };
}
