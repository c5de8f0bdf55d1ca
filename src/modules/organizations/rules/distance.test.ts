import { expect, test } from 'vitest';
import { areBandsSound, bandOf, defaultBands, distanceBetweenM } from './distance.ts';

test.each([
  [0, '5 公里以内'],
  [5_000, '5 公里以内'],
  [5_001, '5–15 公里'],
  [60_000, '30–60 公里'],
  [600_000, '60 公里以外'],
  [null, null],
])('%s m is in the band %s', (distance, name) => {
  expect(bandOf(distance, defaultBands)).toBe(name);
});

test.each([
  ['the built-in ones', defaultBands, true],
  ['one band', [{ name: '全部', uptoM: null }], false],
  [
    'an end at the last',
    [
      { name: '近', uptoM: 1000 },
      { name: '远', uptoM: 9000 },
    ],
    false,
  ],
  [
    'no end in between',
    [
      { name: '近', uptoM: null },
      { name: '远', uptoM: null },
    ],
    false,
  ],
  [
    'falling ends',
    [
      { name: '近', uptoM: 9000 },
      { name: '中', uptoM: 1000 },
      { name: '远', uptoM: null },
    ],
    false,
  ],
  [
    'a name twice',
    [
      { name: '近', uptoM: 1000 },
      { name: '近', uptoM: null },
    ],
    false,
  ],
])('bands with %s are sound: %s', (_, bands, sound) => {
  expect(areBandsSound(bands)).toBe(sound);
});

test('a degree of latitude is 111 km, and there is as far as back', () => {
  const here = { latitude: 28, longitude: 113 };
  const there = { latitude: 29, longitude: 113 };
  expect(Math.abs(distanceBetweenM(here, there) - 111_195)).toBeLessThan(50);
  expect(distanceBetweenM(there, here)).toBe(distanceBetweenM(here, there));
  expect(distanceBetweenM(here, here)).toBe(0);
});
