import type { ComponentType } from 'react';
import type { Catalogue } from '#web/i18n.ts';

/** Groups of the left navigation, in order. */
export const navGroups = [
  'customers',
  'referrals',
  'service',
  'marketing',
  'settlement',
  'planning',
  'insight',
  'compliance',
  'settings',
] as const;
export type NavGroup = (typeof navGroups)[number];

type Load = () => Promise<{ default: ComponentType }>;

export interface PageEntry {
  /** `/referrals/$referralId`. Full path, also for children. */
  readonly path: string;
  /** Key in the module's catalogue. */
  readonly title: string;
  /** A permission, or `session` for everybody signed in. The page shows NoPermission to others. */
  readonly permission: string;
  readonly load: Load;
  /** Entry of the left navigation. Without it the page is reached from others. */
  readonly nav?: { readonly group: NavGroup; readonly order: number; readonly icon: ComponentType };
  /** Entry of the bottom bar on phones for these roles. */
  readonly phoneBar?: { readonly roles: readonly string[]; readonly order: number };
  /** Pages shown over this one (drawers): the page below stays. */
  readonly children?: readonly Omit<PageEntry, 'nav' | 'phoneBar' | 'children'>[];
  /** `bare`: without the frame (print documents, wall boards). */
  readonly frame?: 'shell' | 'bare';
}

/** A card of the Today page. It renders nothing while it has nothing to say. */
export interface TodayCard {
  readonly key: string;
  /** Role keys that see it, or everybody who holds the permission. */
  readonly roles: readonly string[] | 'all';
  readonly permission: string;
  /** Lower comes first: 100 = must act now, 200 = work queue, 300 = figures. */
  readonly order: number;
  readonly size: 'small' | 'wide' | 'full';
  readonly load: Load;
}

/** An action of the command box. */
export interface CommandEntry {
  /** Key in the module's catalogue. */
  readonly title: string;
  readonly permission: string;
  /** Page it leads to. */
  readonly path: string;
  /** Further words people may type (pinyin initials too): `djzj`. */
  readonly words?: string;
}

export interface SearchHit {
  readonly key: string;
  readonly title: string;
  readonly note?: string;
  readonly path: string;
}

/** Finds things for the command box. */
export interface SearchProvider {
  /** Key in the module's catalogue: 患者. */
  readonly title: string;
  readonly permission: string;
  readonly search: (text: string, signal: AbortSignal) => Promise<readonly SearchHit[]>;
}

/** What a module gives to the web: `export const pages: ModulePages` in its `ui/index.tsx`. */
export interface ModulePages {
  /** Name of the module; namespace of its texts. */
  readonly module: string;
  readonly pages: readonly PageEntry[];
  readonly messages: Catalogue;
  readonly todayCards?: readonly TodayCard[];
  readonly commands?: readonly CommandEntry[];
  readonly searches?: readonly SearchProvider[];
  /** The bell of the top bar; at most one module brings it. */
  readonly bell?: Load;
}
