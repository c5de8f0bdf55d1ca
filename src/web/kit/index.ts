export { Chart, type ChartProps, type ChartTable } from './chart.tsx';
export { type DangerQuestion, useConfirmDanger } from './confirm-danger.tsx';
export { DetailDrawer } from './detail-drawer.tsx';
export { FormPage, type FormPageProps } from './form-page.tsx';
export { durationText, TimeZoneContext, timeText, useTimeZone } from './format.ts';
export { JobLine, JobProgress } from './job-progress.tsx';
export { type KeyBinding, KeyboardHelp, Keys, useKeyboardHelp, useKeys } from './keys.tsx';
export { DataList } from './list/data-list.tsx';
export { FilterBar } from './list/filter-bar.tsx';
export type { FilterOption, FilterSpec } from './list/filter-spec.ts';
export type { ListSelection, ListState, ListView } from './list/list-state.ts';
export type { BulkAction, Column, DataListProps, ListAction } from './list/types.ts';
export { PageLink, useGo, usePageParams, usePagePath, useUrlQuery, useUrlValue } from './navigation.tsx';
export { Facts, PageFrame, Section, usePageCount, WithoutPageCount } from './page-frame.tsx';
export { Picture, type PictureName } from './pictures.tsx';
export { useJsonPreference, usePreference } from './preferences.ts';
export { PrintLayout } from './print-layout.tsx';
export { CopyButton, copyText, Masked, Money, StateTag, type Tone, When } from './small.tsx';
export { StatCard, StatRow } from './stat-card.tsx';
export {
  EmptyState,
  ErrorBoundary,
  ErrorState,
  NoPermission,
  PageSkeleton,
  ProblemNote,
  useProblemWords,
} from './states.tsx';
export { type Density, palettes, type ThemeMode } from './theme.ts';
export { DensityRoot, useDensity, useThemeMode } from './theme-root.tsx';
export { Timeline, type TimelineEntry } from './timeline.tsx';
export { usePhone } from './use-phone.ts';
export { type Citation, Why, WhyBody, type WhyProps, type WhyStep } from './why.tsx';
