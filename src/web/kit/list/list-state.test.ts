import fc from 'fast-check';
import { expect, test } from 'vitest';
import { filterOperators } from '#kernel/page.ts';
import {
  emptyState,
  requestOf,
  sameState,
  stateFromQuery,
  stateOfView,
  viewOfState,
  withField,
  writeState,
} from './list-state.ts';

const filter = fc.record({
  field: fc.stringMatching(/^[A-Za-z][A-Za-z0-9]{0,8}$/),
  operator: fc.constantFrom(...filterOperators.filter((operator) => operator !== 'in')),
  values: fc.tuple(fc.string()),
});
const state = fc.record({
  q: fc.string(),
  filters: fc.array(filter, { maxLength: 5 }),
  sort: fc.stringMatching(/^-?[a-z]{1,8}$/),
});

test('a list state written to the address is read back the same, whatever people type', () => {
  fc.assert(
    fc.property(state, (written) => {
      const query = new URLSearchParams('month=2026-11');
      writeState(query, written);
      const address = new URLSearchParams(query.toString());
      expect(stateFromQuery(address)).toEqual({ ...written, q: '' });
      expect(address.get('month')).toBe('2026-11');
    }),
  );
});

test('what people search for, mostly names, never enters the address or a saved view', () => {
  const searched = { q: '李', filters: [], sort: '' };
  const query = new URLSearchParams();
  writeState(query, searched);
  expect(query.toString()).toBe('');
  expect(JSON.stringify(viewOfState(searched, 'v', '我的'))).not.toContain('李');
});

test('terms that make no sense are left out instead of breaking the page', () => {
  const read = stateFromQuery(new URLSearchParams('filter=nonsense&filter=a:boom:1&filter=state:in:won|late'));
  expect(read.filters).toEqual([{ field: 'state', operator: 'in', values: ['won', 'late'] }]);
});

test('changing a field keeps its place among the chips', () => {
  const before = stateFromQuery(new URLSearchParams('filter=a:eq:1&filter=b:ge:1&filter=b:le:2&filter=c:eq:3'));
  const after = withField(before, 'b', [{ field: 'b', operator: 'eq', values: ['9'] }]);
  expect(requestOf(after).filter).toEqual(['a:eq:1', 'b:eq:9', 'c:eq:3']);
  expect(requestOf(withField(after, 'b', [])).filter).toEqual(['a:eq:1', 'c:eq:3']);
});

test('a saved view brings the same rows back', () => {
  const shown = stateFromQuery(new URLSearchParams('filter=state:in:won|late&sort=-at'));
  expect(sameState(stateOfView(viewOfState(shown, 'v', '我的')), shown)).toBe(true);
  expect(sameState(shown, emptyState)).toBe(false);
});
