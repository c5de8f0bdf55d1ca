import type { zhCN } from './zh-CN.ts';

export const en: typeof zhCN = {
  title: 'Hospital and departments',
  meaning: 'The name heads printed papers; the division decides which addresses count as local.',
  hospital: {
    title: 'Hospital',
    name: 'Name',
    nameHelp: 'As on the licence; printed on settlements and reports',
    division: 'Division code',
    divisionHelp: 'Six digits of the county (GB/T 2260), e.g. 430121. New settlements judge local addresses by it.',
    timeZone: 'Time zone',
    timeZoneHelp: 'Months and days are reckoned in it',
    sample: 'Sample hospital',
    edit: 'Edit',
    save: 'Save',
    saved: 'Saved',
    cancel: 'Cancel',
  },
  departments: {
    title: 'Departments',
    meaning: 'Names as the HIS exports them; used for rights and reports.',
    name: 'Department',
    add: 'Add',
    added: 'Added',
    rename: 'Rename',
    renamed: 'Renamed',
    close: 'Close',
    closed: 'Closed',
    reopen: 'Reopen',
    active: 'Open',
    empty: 'No departments yet. They can also be added after an import.',
  },
  settings: {
    title: 'Settings',
    meaning: 'A new value holds from its day on; the past stays as it was decided.',
    now: 'Now',
    byDefault: 'built-in',
    change: 'Change',
    value: 'New value',
    from: 'From',
    history: 'from {{day}}: {{value}}',
    saved: 'Saved',
    names: {
      patients: {
        'level-window-months': 'Relationship level: months that count',
        'level-alarm-days': 'Relationship level: alarm (days)',
        'level-owner-referrals': 'Successful referrals for level 5',
      },
      referrals: {
        'window-days': 'Referral window (days)',
        'dispute-deadline-days': 'Deadline of disputes (working days)',
      },
      rights: { 'deadline-days': 'Deadline of rights requests (working days)' },
    },
    helps: {
      patients: {
        'level-window-months': 'How many past months the level is judged by. The standard is 24.',
        'level-alarm-days': 'For how many days a breached complaint or an NPS of 6 or less means level 1.',
        'level-owner-referrals': 'How many successful referrals within these months make somebody an owner.',
      },
      referrals: {
        'window-days': 'Within how many days after a referral an arrival counts. The standard is 30.',
        'dispute-deadline-days': 'Within how many working days a dispute is decided.',
      },
      rights: {
        'deadline-days': 'Within how many working days a request for copy, correction or deletion is answered.',
      },
    },
  },
};
