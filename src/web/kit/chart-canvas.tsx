import {
  BarChart,
  FunnelChart,
  GaugeChart,
  HeatmapChart,
  LineChart,
  PieChart,
  SankeyChart,
  ScatterChart,
} from 'echarts/charts';
import {
  AriaComponent,
  DataZoomComponent,
  GridComponent,
  LegendComponent,
  MarkLineComponent,
  TooltipComponent,
  VisualMapComponent,
} from 'echarts/components';
import * as echarts from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { type Ref, useEffect, useImperativeHandle, useRef } from 'react';
import { fontStack, palettes, type ThemeMode } from './theme.ts';
import { useThemeMode } from './theme-root.tsx';

echarts.use([
  LineChart,
  BarChart,
  PieChart,
  FunnelChart,
  ScatterChart,
  HeatmapChart,
  SankeyChart,
  GaugeChart,
  GridComponent,
  TooltipComponent,
  LegendComponent,
  DataZoomComponent,
  MarkLineComponent,
  VisualMapComponent,
  AriaComponent,
  CanvasRenderer,
]);

/** Teal first, then quiet neighbours that stay apart for colour-blind readers and in print. */
const series: Record<ThemeMode, string[]> = {
  light: ['#0e7c7b', '#d08c2c', '#5a6f94', '#8fb8a8', '#9a5b5b', '#6b8e23', '#7b6a9c', '#a3adb0'],
  dark: ['#43bdb7', '#e2b063', '#8ea6cf', '#a9d3c2', '#cf8f8a', '#a8c46a', '#b2a0d4', '#8b989c'],
};

function themeOf(mode: ThemeMode): object {
  const colour = palettes[mode];
  const axis = {
    axisLine: { lineStyle: { color: colour.line } },
    axisTick: { show: false },
    axisLabel: { color: colour.textFaint },
    splitLine: { lineStyle: { color: colour.line, type: 'dashed' } },
  };
  return {
    color: series[mode],
    backgroundColor: 'transparent',
    textStyle: { fontFamily: fontStack, color: colour.text },
    categoryAxis: { ...axis, splitLine: { show: false } },
    valueAxis: { ...axis, axisLine: { show: false } },
    timeAxis: axis,
    // Version 6 puts legends below, where they meet the axis labels.
    legend: {
      top: 0,
      bottom: 'auto',
      textStyle: { color: colour.textSoft },
      icon: 'roundRect',
      itemWidth: 12,
      itemHeight: 8,
    },
    tooltip: {
      backgroundColor: colour.raised,
      borderColor: colour.line,
      textStyle: { color: colour.text, fontSize: 13 },
    },
    line: { symbolSize: 6, lineStyle: { width: 2 } },
    bar: { barMaxWidth: 28, itemStyle: { borderRadius: [3, 3, 0, 0] } },
  };
}

for (const mode of ['light', 'dark'] as const) echarts.registerTheme(`renmai-${mode}`, themeOf(mode));

export interface ChartHandle {
  /** PNG as a data address, on the page's background. */
  image: () => string;
}

interface Props {
  readonly option: echarts.EChartsCoreOption;
  readonly height: number;
  readonly label: string;
  readonly ref?: Ref<ChartHandle>;
}

/** The drawing itself; loaded on demand by Chart. */
export default function ChartCanvas({ option, height, label, ref }: Props) {
  const mode = useThemeMode();
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<echarts.ECharts | null>(null);

  useEffect(() => {
    if (!box.current) return;
    const drawn = echarts.init(box.current, `renmai-${mode}`);
    chart.current = drawn;
    const observer = new ResizeObserver(() => drawn.resize());
    observer.observe(box.current);
    return () => {
      observer.disconnect();
      drawn.dispose();
      chart.current = null;
    };
  }, [mode]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new theme makes a new, empty chart
  useEffect(() => {
    const calm = globalThis.matchMedia?.('(prefers-reduced-motion: reduce)').matches;
    chart.current?.setOption(
      {
        grid: { left: 8, right: 16, top: 36, bottom: 8, outerBoundsMode: 'same' },
        aria: { enabled: true },
        ...option,
        animation: !calm,
      },
      { notMerge: true },
    );
  }, [option, mode]);

  useImperativeHandle(ref, () => ({
    image: () =>
      chart.current?.getDataURL({ type: 'png', pixelRatio: 2, backgroundColor: palettes[mode].surface }) ?? '',
  }));
  return <div ref={box} role="img" aria-label={label} style={{ width: '100%', height }} />;
}
