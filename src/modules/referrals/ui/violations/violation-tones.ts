import type { Tone } from '#web/kit/index.ts';
import type { ViolationRow } from '../../contract/violations.ts';

export const violationTones: Record<ViolationRow['state'], Tone> = {
  open: 'waiting',
  upheld: 'prohibited',
  dismissed: 'inactive',
  appealed: 'waiting',
  closed: 'inactive',
};
