import { useEffect, useRef, useState } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { chartColors, useColorScheme } from './chart-colors.js';

/** Something that happened, on the axis of time. */
export interface Mark {
  /** Unix seconds. */
  readonly at: number;
  readonly kind: 'deploy' | 'change' | 'return' | 'incident';
}

interface TimeChartProps {
  readonly title: string;
  /** Unix seconds. */
  readonly at: readonly number[];
  readonly values: readonly (number | null)[];
  /** What is usual; null where nobody knows. */
  readonly band: { readonly low: number; readonly high: number } | null;
  readonly marks: readonly Mark[];
  readonly format: (value: number) => string;
}

const height = 132;

/** One measure over time with its usual band and what happened; charts of one page share the cursor. */
export function TimeChart(props: TimeChartProps) {
  const { title, at, values, band, format } = props;
  const box = useRef<HTMLDivElement>(null);
  const scheme = useColorScheme();
  const [index, setIndex] = useState<number | null>(null);
  useEffect(() => {
    const target = box.current;
    if (target === null) return undefined;
    const chart = new uPlot(optionsOf(props, target.clientWidth, setIndex), [[...at], [...values]], target);
    const resize = new ResizeObserver(() => chart.setSize({ width: target.clientWidth, height }));
    resize.observe(target);
    return () => {
      resize.disconnect();
      chart.destroy();
    };
    // The chart is made anew where its data or the colours change; `format` is a function of the measure.
  }, [at, values, band, props.marks, scheme]);
  const shown = index ?? lastIndex(values);
  const value = shown === null ? null : (values[shown] ?? null);
  const time = shown === null ? undefined : at[shown];
  return (
    <figure className="chart">
      <figcaption>
        <b>{title}</b>
        <span>
          {value === null ? '–' : format(value)}
          {time !== undefined && (
            <small> {new Date(time * 1_000).toISOString().slice(5, 16).replace('T', ' ')}</small>
          )}
        </span>
        <small>{usualInWords(band, format)}</small>
      </figcaption>
      <div ref={box} aria-hidden="true" />
    </figure>
  );
}

/** A band whose ends read alike is one value. */
function usualInWords(band: TimeChartProps['band'], format: TimeChartProps['format']): string {
  if (band === null) return 'no baseline yet';
  const [low, high] = [format(band.low), format(band.high)];
  return low === high ? `usually ${low}` : `usually ${low} to ${high}`;
}

function lastIndex(values: readonly (number | null)[]): number | null {
  const index = values.findLastIndex((value) => value !== null);
  return index < 0 ? null : index;
}

function optionsOf(
  { band, marks, format }: TimeChartProps,
  width: number,
  onCursor: (index: number | null) => void,
): uPlot.Options {
  const colors = chartColors();
  const axis = { stroke: colors.mute, font: '11px system-ui', ticks: { show: false } };
  return {
    width,
    height,
    legend: { show: false },
    cursor: { sync: { key: 'model' }, y: false, points: { size: 6 } },
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1_000), 'Etc/UTC'),
    scales: { y: { range: (_, low, high) => rangeOf(low, high, band) } },
    axes: [
      {
        ...axis,
        grid: { stroke: colors.line, width: 1 },
        size: 24,
        values: (...[, ticks, , , step]) => ticks.map((tick) => timeInWords(tick, step)),
      },
      {
        ...axis,
        grid: { stroke: colors.line, width: 1 },
        size: 52,
        values: (_, ticks) => ticks.map((tick) => format(tick)),
        // Round values (uPlot's own increments), some 35 px apart.
        space: 35,
      },
    ],
    series: [{}, { stroke: colors.accent, width: 1.5, points: { show: false }, spanGaps: false }],
    hooks: {
      drawClear: [(chart) => drawBand(chart, band, colors.band)],
      draw: [(chart) => drawMarks(chart, marks, colors)],
      setCursor: [(chart) => onCursor(chart.cursor.idx ?? null)],
    },
  };
}

/** The day where ticks are days apart, else the time of day, in UTC. */
function timeInWords(seconds: number, step: number): string {
  const at = new Date(seconds * 1_000).toISOString();
  return step >= 86_400 || seconds % 86_400 === 0 ? at.slice(5, 10) : at.slice(11, 16);
}

/** From 0 up, with the band in sight and air above. */
function rangeOf(low: number | null, high: number | null, band: TimeChartProps['band']): [number, number] {
  const top = Math.max(high ?? 0, band?.high ?? 0);
  return [Math.min(0, low ?? 0), top === 0 ? 1 : top * 1.1];
}

function drawBand(chart: uPlot, band: TimeChartProps['band'], color: string): void {
  if (band === null) return;
  const { left, width, top, height: tall } = chart.bbox;
  const from = chart.valToPos(band.high, 'y', true);
  const until = chart.valToPos(band.low, 'y', true);
  chart.ctx.save();
  chart.ctx.fillStyle = color;
  // A band of one value is still to be seen.
  chart.ctx.fillRect(left, Math.max(top, from), width, Math.min(tall, Math.max(2, until - from)));
  chart.ctx.restore();
}

function drawMarks(chart: uPlot, marks: readonly Mark[], colors: ReturnType<typeof chartColors>): void {
  const { ctx, bbox } = chart;
  ctx.save();
  for (const { at, kind } of marks) {
    const x = Math.round(chart.valToPos(at, 'x', true));
    ctx.strokeStyle = colors[kind];
    ctx.fillStyle = colors[kind];
    ctx.lineWidth = devicePixelRatio;
    if (kind === 'incident') {
      ctx.beginPath();
      ctx.arc(x, bbox.top + bbox.height - 4 * devicePixelRatio, 2.5 * devicePixelRatio, 0, 2 * Math.PI);
      ctx.fill();
    } else {
      ctx.setLineDash(kind === 'deploy' ? [4 * devicePixelRatio, 3 * devicePixelRatio] : []);
      ctx.beginPath();
      ctx.moveTo(x, bbox.top);
      ctx.lineTo(x, bbox.top + bbox.height);
      ctx.stroke();
    }
  }
  ctx.restore();
}
