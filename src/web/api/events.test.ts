import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { EventHub } from './events.ts';

/** A stream the test speaks through. */
class Stream extends EventTarget {
  readyState = 1;
  readonly address: string;
  constructor(address: string) {
    super();
    this.address = address;
  }
  close(): void {
    this.readyState = 2;
  }
  say(topic: string, id?: string): void {
    this.dispatchEvent(new MessageEvent('changed', { data: JSON.stringify({ topic, id }) }));
  }
}

let streams: Stream[] = [];
const hubOf = () =>
  new EventHub((address) => {
    const stream = new Stream(address);
    streams.push(stream);
    return stream as unknown as EventSource;
  });

beforeEach(() => {
  vi.useFakeTimers();
  streams = [];
});
afterEach(() => vi.useRealTimers());

test('all listeners share one stream and hear their own topics only', () => {
  const hub = hubOf();
  const board = vi.fn();
  const jobs = vi.fn();
  hub.listen(['referrals.board'], board);
  hub.listen(['staff.jobs'], jobs);
  vi.runAllTimers();
  expect(streams.map((stream) => stream.address)).toEqual(['/api/events?topics=referrals.board%2Cstaff.jobs']);
  streams[0]!.say('referrals.board', 'r1');
  expect(board).toHaveBeenCalledWith({ topic: 'referrals.board', id: 'r1' });
  expect(jobs).not.toHaveBeenCalled();
});

test('a stream the server closed is opened again, and everything counts as changed', () => {
  const hub = hubOf();
  const board = vi.fn();
  hub.listen(['referrals.board'], board);
  vi.runAllTimers();
  streams[0]!.readyState = 2;
  streams[0]!.dispatchEvent(new Event('error'));
  vi.runAllTimers();
  expect(streams).toHaveLength(2);
  streams[1]!.dispatchEvent(new Event('open'));
  expect(board).toHaveBeenCalledWith({ topic: 'referrals.board' });
});

test('the stream ends when nobody listens any more', () => {
  const hub = hubOf();
  const stop = hub.listen(['a.b'], vi.fn());
  vi.runAllTimers();
  stop();
  vi.runAllTimers();
  expect(streams[0]!.readyState).toBe(2);
});
