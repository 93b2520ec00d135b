import type * as ECharts from 'echarts';
import { escapeHtml, printable, trusted } from './html.ts';
import type { Html } from './html.ts';

/** What a chart shows, and its size in CSS pixels. */
export interface Chart {
  readonly option: ECharts.EChartsOption;
  readonly width: number;
  readonly height: number;
  /** What it shows, in words: for those who do not see it. */
  readonly label: string;
}

/** Colours that people with any colour vision tell apart, dark enough for thin lines on white (after Paul Tol's "bright"). */
export const palette = ['#2b5c9e', '#c2452d', '#1d7a4c', '#8a4fa3', '#946c00', '#20798c'] as const;

/** Colours of text, axes and grid. */
export const ink = {
  text: '#2c3440',
  axis: '#8a94a3',
  grid: '#e4e8ee',
  limit: '#a3271a',
  bar: '#4f7fb5',
  /** Bars outside limits. */
  outside: '#c2452d',
} as const;

/** A text for a chart: on one line, without control characters. The library escapes it. */
export function chartText(text: string): string {
  return printable(text).replaceAll(/\s+/g, ' ').trim();
}

/** Draws charts as SVG; each call gives an element of its own that scales with its width. */
export type ChartRenderer = (chart: Chart, className?: string) => Html;

/**
 * Loads the plotting library (about 90 ms, hence only when there is something to draw) and gives what draws with it.
 * Drawn twice in the same order, the same charts give the same bytes.
 */
export async function chartRenderer(): Promise<ChartRenderer> {
  // The bundled file loads in an eighth of the time of the package's entry, which is hundreds of modules.
  // @ts-expect-error -- it has no declarations of its own; they are the package's.
  const { init } = (await import('echarts/dist/echarts.esm.min.mjs')) as typeof ECharts;
  let number = 0;
  return ({ option, width, height, label }, className = '') => {
    number++;
    const chart = init(null, null, { renderer: 'svg', ssr: true, width, height });
    try {
      chart.setOption({
        animation: false,
        silent: true,
        textStyle: {
          fontFamily: 'system-ui, sans-serif',
          color: ink.text,
        },
        ...option,
      });
      const inside = innerSvg(chart.renderToSVGString(), `chart${number}-`);
      return trusted(
        `<svg class="${`chart ${className}`.trimEnd()}" viewBox="0 0 ${width} ${height}" role="img" ` +
          `aria-label="${escapeHtml(label)}" xmlns="http://www.w3.org/2000/svg">${inside}</svg>`,
      );
    } finally {
      // An instance that is not disposed of keeps a timer and with it the process.
      chart.dispose();
    }
  };
}

/**
 * The drawing without its outer element, hover styles and bookkeeping. The library numbers its ids over the whole
 * process; here they get a prefix of their own. Quotes in texts are escaped, so only attributes match.
 */
function innerSvg(svg: string, prefix: string): string {
  return svg
    .slice(svg.indexOf('>') + 1, svg.lastIndexOf('</svg>'))
    .replaceAll(/<style >[\s\S]*?<\/style>/g, '')
    .replaceAll(/ (?:class="zr\d+-cls-\d+"|ecmeta_\w+="[^"]*"|pointer-events="[^"]*")/g, '')
    .replaceAll(/="(url\(#)?zr\d+-/g, (_match, url: string | undefined) => `="${url ?? ''}${prefix}`)
    .replaceAll(/ d="[^"]*"/g, (path) => path.replaceAll(/(\.\d\d)\d+/g, '$1'))
    .trim();
}
