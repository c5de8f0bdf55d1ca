import { type ThemeConfig, theme } from 'antd';

export type ThemeMode = 'light' | 'dark';
/** `compact` where clerks compare rows, `large` where hands are busy (reception, phone), `normal` elsewhere. */
export type Density = 'compact' | 'normal' | 'large';

/** Colour means something: primary = us, allowed = done, waiting = review, prohibited = overdue, inactive = grey. Nothing else is coloured. */
export interface Palette {
  readonly primary: string;
  readonly primaryHover: string;
  /** Teal words on the soft teal. */
  readonly primaryText: string;
  readonly primarySoft: string;
  readonly onPrimary: string;
  readonly allowed: string;
  readonly allowedSoft: string;
  readonly waiting: string;
  readonly waitingSoft: string;
  readonly prohibited: string;
  readonly prohibitedSoft: string;
  readonly inactive: string;
  readonly inactiveSoft: string;
  readonly page: string;
  readonly surface: string;
  readonly raised: string;
  readonly line: string;
  readonly text: string;
  readonly textSoft: string;
  readonly textFaint: string;
}

export const palettes: Record<ThemeMode, Palette> = {
  light: {
    primary: '#0e7c7b',
    primaryHover: '#159796',
    primaryText: '#0a6766',
    primarySoft: '#e6f3f2',
    onPrimary: '#ffffff',
    allowed: '#1c7440',
    allowedSoft: '#e7f4ea',
    waiting: '#8a5300',
    waitingSoft: '#fdf1da',
    prohibited: '#b3261e',
    prohibitedSoft: '#fcebea',
    inactive: '#56656c',
    inactiveSoft: '#edf1f2',
    page: '#f3f6f6',
    surface: '#ffffff',
    raised: '#ffffff',
    line: '#dde5e5',
    text: '#14262b',
    textSoft: '#465960',
    textFaint: '#5f7077',
  },
  dark: {
    primary: '#43bdb7',
    primaryHover: '#63d3cd',
    primaryText: '#6fd6d0',
    primarySoft: '#123534',
    onPrimary: '#04211f',
    allowed: '#6fcf8f',
    allowedSoft: '#14301f',
    waiting: '#f0bd62',
    waitingSoft: '#362a12',
    prohibited: '#ff9a90',
    prohibitedSoft: '#3d1d1b',
    inactive: '#a3b2b8',
    inactiveSoft: '#263135',
    page: '#0f1719',
    surface: '#162023',
    raised: '#1d292d',
    line: '#2b393d',
    text: '#e4ecee',
    textSoft: '#b3c1c6',
    textFaint: '#93a3a9',
  },
};

export const fontStack =
  "'PingFang SC', 'HarmonyOS Sans SC', 'Microsoft YaHei', 'Noto Sans CJK SC', system-ui, -apple-system, 'Segoe UI', sans-serif";

const sizes: Record<Density, { fontSize: number; controlHeight: number; cellY: number; cellX: number }> = {
  compact: { fontSize: 14, controlHeight: 32, cellY: 7, cellX: 10 },
  normal: { fontSize: 14, controlHeight: 34, cellY: 11, cellX: 12 },
  large: { fontSize: 16, controlHeight: 46, cellY: 16, cellX: 16 },
};

/** Our Ant Design theme for a mode and a density. */
export function themeFor(mode: ThemeMode, density: Density): ThemeConfig {
  const colour = palettes[mode];
  const size = sizes[density];
  return {
    algorithm: mode === 'dark' ? theme.darkAlgorithm : theme.defaultAlgorithm,
    cssVar: { key: `renmai-${mode}-${density}` },
    token: {
      colorPrimary: colour.primary,
      colorPrimaryHover: colour.primaryHover,
      colorPrimaryBg: colour.primarySoft,
      colorPrimaryBgHover: colour.primarySoft,
      controlItemBgActive: colour.primarySoft,
      controlItemBgActiveHover: colour.primarySoft,
      colorInfo: colour.primary,
      colorLink: colour.primary,
      colorLinkHover: colour.primaryHover,
      colorSuccess: colour.allowed,
      colorWarning: mode === 'light' ? '#b87503' : colour.waiting,
      colorError: colour.prohibited,
      colorText: colour.text,
      colorTextSecondary: colour.textSoft,
      colorTextTertiary: colour.textFaint,
      colorTextDescription: colour.textFaint,
      colorTextPlaceholder: colour.textFaint,
      colorBgLayout: colour.page,
      colorBgContainer: colour.surface,
      colorBgElevated: colour.raised,
      colorBorderSecondary: colour.line,
      borderRadius: 6,
      borderRadiusLG: 10,
      fontFamily: fontStack,
      fontSize: size.fontSize,
      controlHeight: size.controlHeight,
      wireframe: false,
      motionDurationMid: '0.12s',
      motionDurationSlow: '0.18s',
    },
    components: {
      Button: { primaryColor: colour.onPrimary, primaryShadow: 'none', defaultShadow: 'none', dangerShadow: 'none' },
      Table: {
        cellPaddingBlock: size.cellY,
        cellPaddingInline: size.cellX,
        cellPaddingBlockMD: size.cellY,
        cellPaddingInlineMD: size.cellX,
        bodySortBg: 'transparent',
        headerSortActiveBg: 'transparent',
        headerSortHoverBg: colour.primarySoft,
        headerBg: colour.surface,
        headerColor: colour.textFaint,
        headerSplitColor: 'transparent',
        rowHoverBg: mode === 'light' ? '#f5f9f9' : '#1b272a',
        rowSelectedBg: colour.primarySoft,
        rowSelectedHoverBg: colour.primarySoft,
        borderColor: colour.line,
      },
      Menu: {
        itemBg: 'transparent',
        subMenuItemBg: 'transparent',
        itemHeight: 36,
        itemMarginBlock: 2,
        activeBarBorderWidth: 0,
        itemSelectedColor: colour.primaryText,
        itemSelectedBg: colour.primarySoft,
      },
      Form: { labelColor: colour.text, verticalLabelPadding: '0 0 4px' },
      Tabs: { horizontalItemPadding: '8px 2px', horizontalItemGutter: 24, horizontalMargin: '0' },
      Layout: { headerBg: colour.surface, siderBg: colour.surface, bodyBg: colour.page },
    },
  };
}

/** The palette as CSS variables for our own styles: `--rm-primary`, `--rm-text-soft`, … */
export function applyPalette(mode: ThemeMode, root: HTMLElement): void {
  root.dataset['theme'] = mode;
  root.style.colorScheme = mode;
  for (const [name, value] of Object.entries(palettes[mode])) {
    root.style.setProperty(`--rm-${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`, value as string);
  }
}
