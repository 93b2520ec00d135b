import { lineChartSvg } from '../programs/charts/line-chart.ts';
import type { ChartLine, ChartPoint } from '../programs/charts/line-chart.ts';
import type { RunReport, RunSample } from './run.ts';

/** How to draw a recorded run. */
export interface DrawRunOptions {
  readonly title: string;
  /** The findings of `checkRun`; the places of its failures are shaded. */
  readonly report?: RunReport;
  /** Size in pixels; 900 by 420 unless given. */
  readonly width?: number;
  readonly height?: number;
}

/**
 * A recorded run as a self-contained SVG text: air and product temperature in °C and humidity in %RH, as far as they
 * were measured, over time. Where a reading was bad, stale or missing the line has a gap.
 */
export function drawRun(samples: Iterable<RunSample>, options: DrawRunOptions): string {
  const record = [...samples];
  const channels = [
    { key: 'air', name: 'Air', color: '#1f5fa8', axis: 'left' },
    { key: 'product', name: 'Product', color: '#c8641b', axis: 'left' },
    { key: 'humidity', name: 'Humidity', color: '#2c7d4f', axis: 'right' },
  ] as const;
  const lines: ChartLine[] = channels
    .map(({ key, name, color, axis }) => ({
      name,
      color,
      axis,
      points: record.map((sample) => pointOf(sample, sample[key])),
    }))
    .filter(({ points }) => points.some((point) => point !== undefined));
  const { title, report, width, height } = options;
  // Missing cycles or time concern the whole record; shading all of it would show nothing.
  const shaded = (report?.failures ?? []).filter(({ code }) => code !== 'cycles' && code !== 'duration');
  return lineChartSvg({
    title,
    leftLabel: 'Temperature (°C)',
    rightLabel: 'Relative humidity (%)',
    lines,
    shaded,
    width,
    height,
  });
}

function pointOf({ time, quality = 'good' }: RunSample, value: number | undefined): ChartPoint {
  return quality === 'good' && value !== undefined && Number.isFinite(value) ? [time, value] : undefined;
}
