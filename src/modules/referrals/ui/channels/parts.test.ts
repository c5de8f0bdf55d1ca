import { expect, test } from 'vitest';
import { randomText, randomWebhookSecret, templateLines, templatesOf } from './parts.tsx';

test('what is made for the provider has the form the server asks for', () => {
  expect(randomText(32)).toMatch(/^[A-Za-z0-9]{32}$/);
  expect(randomText(43)).toMatch(/^[A-Za-z0-9]{43}$/);
  expect(randomWebhookSecret()).toMatch(/^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/);
  expect(randomText(43)).not.toBe(randomText(43));
});

test('template lines come back as they were; half a line is left out', () => {
  const templates = { received: 'abc-1', arrived: 'x_2' };
  expect(templatesOf(templateLines(templates))).toEqual(templates);
  expect(templatesOf('received ＝ abc\n\nbroken\n= 3')).toEqual({ received: 'abc' });
});
