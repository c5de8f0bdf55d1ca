// Call down. Announce up. Rules know nothing. The web knows only contracts.
const order = [
  'hospital',
  'staff',
  'search',
  'lists',
  'policy',
  'patients',
  'consent',
  'organizations',
  'visits',
  'touchpoints',
  'referrals',
  'incentives',
  'field',
  'loyalty',
  'segments',
  'content',
  'campaigns',
  'events',
  'consultations',
  'appointments',
  'followups',
  'complaints',
  'surveys',
  'quality',
  'plans',
  'intelligence',
  'insight',
  'imports',
  'fhir',
  'samples',
];

const upward = order.map((name, index) => ({
  name: `${name}-calls-only-down`,
  comment: 'a module calls only modules below it; upwards it announces events',
  severity: 'error',
  from: { path: `^src/modules/${name}/`, pathNot: ['/ui/', '\\.test\\.tsx?$', '/test/'] },
  to: {
    path: `^src/modules/(${order
      .slice(index + 1)
      .concat('none')
      .join('|')})/`,
  },
}));

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'kernel-imports-nothing-of-ours',
      severity: 'error',
      from: { path: '^src/kernel/' },
      to: { path: '^src/(?!kernel/)' },
    },
    {
      name: 'platform-knows-no-module',
      severity: 'error',
      from: { path: '^src/platform/', pathNot: '\\.test\\.ts$' },
      to: { path: '^src/(modules|web|app|testing)/' },
    },
    {
      name: 'rules-know-nothing',
      comment: 'rules are pure: the kernel, their own and other doors’ types, pure libraries',
      severity: 'error',
      from: { path: '^src/modules/[^/]+/rules/', pathNot: '\\.test\\.ts$' },
      to: { path: '^src/(platform|web|app|testing)/|^(node:)?(fs|net|http|https|child_process|worker_threads|pg)$' },
    },
    {
      name: 'rules-do-not-call-actions',
      severity: 'error',
      from: { path: '^src/modules/([^/]+)/rules/', pathNot: '\\.test\\.ts$' },
      to: { path: '^src/modules/[^/]+/(actions|store|routes|jobs)' },
    },
    {
      name: 'through-the-door',
      comment: 'another module is entered through index.ts or contract.ts only',
      severity: 'error',
      from: { path: '^src/modules/([^/]+)/', pathNot: ['\\.test\\.tsx?$', '/test/'] },
      to: { path: '^src/modules/(?!$1/)[^/]+/(?!(index|contract)(\\.ts|/))' },
    },
    {
      name: 'web-knows-only-contracts',
      severity: 'error',
      from: { path: '^src/(web/|modules/[^/]+/ui/)', pathNot: '\\.test\\.tsx?$' },
      to: { path: '^src/(platform|app)/|^src/modules/[^/]+/(actions|store|routes|jobs|index\\.ts)' },
    },
    ...upward,
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.js'],
    },
  },
};
