import { lineChartSvg } from './charts/line-chart.ts';
import type { ChartLine } from './charts/line-chart.ts';
import type { Program } from './program.ts';
import { programCurve } from './program-curve.ts';
import type { CurvePoint } from './program-curve.ts';
import type { ChamberRates } from './program-timeline.ts';

/** How to draw a program. */
export interface DrawProgramOptions {
  /** Setpoint at the start, °C. */
  readonly start: number;
  /** What the chamber can do; with it the expected air temperature is drawn too. */
  readonly rates?: ChamberRates;
  /** Where to stop, in seconds, so that a few of many cycles can be seen; the end of the program unless given. */
  readonly until?: number;
  /** Size in pixels; 900 by 420 unless given. */
  readonly width?: number;
  readonly height?: number;
}

/**
 * A program's setpoint curve as a self-contained SVG text: temperature in °C over time, with the expected air
 * temperature when `rates` are given and the humidity setpoint in %RH when the program uses it.
 *
 * @throws FourwireError of kind `range`, as {@link programCurve}.
 */
export function drawProgram(program: Program, options: DrawProgramOptions): string {
  const { start, rates, until = Infinity, width, height } = options;
  const curve = [...upTo(until, programCurve(program, start, rates))];
  const lines: ChartLine[] = [
    { name: 'Setpoint', color: '#1f5fa8', points: curve.map(({ time, setpoint }) => [time, setpoint]) },
  ];
  if (rates !== undefined) {
    const points = curve.map(({ time, air }) => [time, air] as const);
    lines.push({ name: 'Expected air', color: '#c8641b', dashed: true, points });
  }
  if (curve.some(({ humidity }) => humidity !== undefined)) {
    const points = curve.map(({ time, humidity }) =>
      humidity === undefined ? undefined : ([time, humidity] as const),
    );
    lines.push({ name: 'Humidity setpoint', color: '#2c7d4f', axis: 'right', points });
  }
  return lineChartSvg({
    title: program.name,
    leftLabel: 'Temperature (°C)',
    rightLabel: 'Relative humidity (%)',
    lines,
    width,
    height,
  });
}

/** The curve up to a moment, where it is cut off on the straight way between two points. */
function* upTo(until: number, curve: Iterable<CurvePoint>): Generator<CurvePoint> {
  let last: CurvePoint | undefined;
  for (const point of curve) {
    if (point.time > until) {
      if (last === undefined) return;
      const part = (until - last.time) / (point.time - last.time);
      const between = (from: number, to: number): number => from + part * (to - from);
      yield {
        ...point,
        time: until,
        setpoint: between(last.setpoint, point.setpoint),
        air: between(last.air, point.air),
      };
      return;
    }
    yield point;
    last = point;
  }
}
